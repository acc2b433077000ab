export const ACCOUNT_STORE = Symbol('AccountStore');
export const AUTH_STORE = Symbol('AuthStore');
export const SOURCES = Symbol('WebhookSources');
