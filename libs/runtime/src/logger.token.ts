/** Injection token of the service's `Logger`. */
export const LOGGER = Symbol('LOGGER');
