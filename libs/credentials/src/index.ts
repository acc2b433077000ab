export { credentialSettings, sealerFrom, type CredentialConfig } from './credentials.config.js';
export { constantTimeEqual, fingerprint, sha256Hex } from './digest.js';
export { hashPassword, verifyPassword } from './password.js';
export { generatePassword, generateToken } from './random.js';
export { InvalidKey, KeyEncryptionKey, SealBroken, Sealer } from './sealer.js';
export { Secret } from './secret.js';
export {
  SigningKey,
  signingAlgorithms,
  type JwtOptions,
  type PublicJwk,
  type SigningAlgorithm,
} from './signing-key.js';
export {
  ensureSigningKey,
  SigningKeyMissing,
  type KeyRing,
  type SealedSigningKey,
  type SigningKeyStore,
} from './signing-key-store.js';
export {
  createSigningKeyTable,
  dropSigningKeyTable,
  SqlSigningKeyStore,
  type Query,
} from './signing-key-store.sql.js';
export {
  keySet,
  KeysUnavailable,
  remoteKeySet,
  TokenRefused,
  verifyCompact,
  verifyJwt,
  type Expected,
  type KeySet,
  type RefusalReason,
  type VerifiedJwt,
} from './verify.js';
