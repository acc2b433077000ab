export { InvalidTargets, readTargets } from './read-targets.js';
export { InvalidDocument, readSecretDocument, SecretNotFound } from './resolve-secrets.js';
