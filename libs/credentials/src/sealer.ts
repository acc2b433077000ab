import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Secret } from './secret.js';

const version = 'v1';
const algorithm = 'aes-256-gcm';
const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;

/** A key-encryption key and the name that sealed texts carry. The name is derived, so the same key has the same name everywhere. */
export class KeyEncryptionKey {
  readonly id: string;
  readonly #bytes: Buffer;

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.id = createHash('sha256').update('trivium:kek\u0000').update(bytes).digest('hex').slice(0, 16);
  }

  static fromBase64(key: Secret): KeyEncryptionKey {
    const bytes = Buffer.from(key.reveal(), 'base64');
    if (bytes.length !== keyBytes)
      throw new InvalidKey(
        `a key-encryption key has ${keyBytes} bytes in base64, this one has ${bytes.length}`,
      );
    return new KeyEncryptionKey(bytes);
  }

  encrypt(plain: Buffer, associated: string): Buffer {
    return encrypt(this.#bytes, plain, associated);
  }

  decrypt(sealed: Buffer, associated: string): Buffer {
    return decrypt(this.#bytes, sealed, associated);
  }
}

export class InvalidKey extends Error {
  readonly code = 'ERR_INVALID_KEY';
}

/** The text was changed, belongs to another context, or was sealed under a key that is not configured. */
export class SealBroken extends Error {
  readonly code = 'ERR_SEAL_BROKEN';
  constructor(
    readonly reason: 'malformed' | 'unknown-key' | 'tampered-or-moved',
    options?: ErrorOptions,
  ) {
    super(`a sealed value does not open: ${reason}`, options);
  }
}

/**
 * Envelope encryption: each value has its own AES-256-GCM data key, wrapped by the key-encryption key.
 * Both layers are bound to `context` (owner, table, row: `workload:credential:crd_…`), so a sealed value moved to another row does not open.
 * Format: `v1.<key id>.<wrapped data key>.<sealed value>`, each part iv + ciphertext + tag in base64url.
 */
export class Sealer {
  readonly #current: KeyEncryptionKey;
  readonly #byId: ReadonlyMap<string, KeyEncryptionKey>;

  /** `older` keys open what they once sealed; everything new is sealed under `current`. */
  constructor(current: KeyEncryptionKey, older: readonly KeyEncryptionKey[] = []) {
    this.#current = current;
    this.#byId = new Map([...older, current].map((key) => [key.id, key]));
  }

  seal(secret: Secret, context: string): string {
    const dataKey = randomBytes(keyBytes);
    const wrapped = this.#current.encrypt(dataKey, wrapContext(this.#current.id, context));
    const value = encrypt(dataKey, Buffer.from(secret.reveal(), 'utf8'), valueContext(context));
    return [version, this.#current.id, wrapped.toString('base64url'), value.toString('base64url')].join('.');
  }

  open(sealed: string, context: string): Secret {
    const { keyId, wrapped, value } = parse(sealed);
    const key = this.#byId.get(keyId);
    if (!key) throw new SealBroken('unknown-key');
    try {
      const dataKey = key.decrypt(wrapped, wrapContext(keyId, context));
      return new Secret(decrypt(dataKey, value, valueContext(context)).toString('utf8'));
    } catch (cause) {
      throw new SealBroken('tampered-or-moved', { cause });
    }
  }

  /** True for a value under an older key: seal it again before that key is taken out of the configuration. */
  isStale(sealed: string): boolean {
    return parse(sealed).keyId !== this.#current.id;
  }
}

const wrapContext = (keyId: string, context: string) => `${version}\u0000key\u0000${keyId}\u0000${context}`;
const valueContext = (context: string) => `${version}\u0000value\u0000${context}`;

function parse(sealed: string) {
  const match = /^v1\.([0-9a-f]{16})\.([\w-]+)\.([\w-]+)$/.exec(sealed);
  if (!match?.[1] || !match[2] || !match[3]) throw new SealBroken('malformed');
  const [wrapped, value] = [match[2], match[3]].map((part) => Buffer.from(part, 'base64url'));
  if (!wrapped || !value || [wrapped, value].some((part) => part.length < ivBytes + tagBytes))
    throw new SealBroken('malformed');
  // A base64url decoder ignores spare bits; only the one spelling that `seal` writes is accepted.
  if (wrapped.toString('base64url') !== match[2] || value.toString('base64url') !== match[3])
    throw new SealBroken('malformed');
  return { keyId: match[1], wrapped, value };
}

function encrypt(key: Buffer, plain: Buffer, associated: string): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(associated, 'utf8'));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, sealed: Buffer, associated: string): Buffer {
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(associated, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  return Buffer.concat([
    decipher.update(sealed.subarray(ivBytes, sealed.length - tagBytes)),
    decipher.final(),
  ]);
}
