export { InvalidTargets, readTargets } from './read-targets.js';
export { SecretNotFound } from './resolve-secrets.js';
