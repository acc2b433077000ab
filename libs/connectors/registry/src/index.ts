export { InvalidTargets, readTargets } from './read-targets.js';
export { readSecretDocument, SecretNotFound } from './resolve-secrets.js';
