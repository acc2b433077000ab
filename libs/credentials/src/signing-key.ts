import { randomUUID } from 'node:crypto';
import {
  calculateJwkThumbprint,
  CompactSign,
  exportJWK,
  generateKeyPair,
  importJWK,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from 'jose';
import { InvalidKey } from './sealer.js';
import { Secret } from './secret.js';

export const signingAlgorithms = ['EdDSA', 'ES256'] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];

/** A public key as a JWKS lists it. */
export interface PublicJwk extends JWK {
  readonly kid: string;
  readonly alg: SigningAlgorithm;
  readonly use: 'sig';
}

export interface JwtOptions {
  /** The `typ` header (RFC 8725 section 3.11): a token of one kind must not pass for another. */
  readonly typ: string;
  readonly now: Date;
  /** Seconds from `now`. */
  readonly expiresIn: number;
}

/** A private key that signs, known to others by its RFC 7638 thumbprint. */
export class SigningKey {
  private constructor(
    readonly alg: SigningAlgorithm,
    readonly publicJwk: PublicJwk,
    private readonly privateKey: CryptoKey,
    private readonly privateJwk: Secret,
  ) {}

  static async generate(alg: SigningAlgorithm): Promise<SigningKey> {
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    return SigningKey.fromJwk(new Secret(JSON.stringify({ ...(await exportJWK(privateKey)), alg })));
  }

  /** Takes what `toJwk` gave. The `kid` is computed from the key, never believed. */
  static async fromJwk(jwk: Secret): Promise<SigningKey> {
    const parsed = parsePrivateJwk(jwk);
    const alg = parsed.alg;
    const key = await importJWK(parsed, alg, { extractable: false });
    if (key instanceof Uint8Array) throw new InvalidKey('a symmetric key cannot sign here');
    const { kty, crv, x, y } = parsed;
    const kid = await calculateJwkThumbprint({ kty, crv, x, y });
    const publicJwk = { kty, crv, x, ...(y === undefined ? {} : { y }), kid, alg, use: 'sig' } as const;
    return new SigningKey(alg, publicJwk, key, jwk);
  }

  get kid(): string {
    return this.publicJwk.kid;
  }

  /** The private key, to be sealed at once. */
  toJwk(): Secret {
    return this.privateJwk;
  }

  /** `iat`, `exp` and a random `jti` (unless given) are added; `iss`, `aud` and `sub` are the caller's. */
  signJwt(claims: JWTPayload, { typ, now, expiresIn }: JwtOptions): Promise<string> {
    const issuedAt = Math.floor(now.getTime() / 1000);
    return new SignJWT({ jti: randomUUID(), ...claims, iat: issuedAt, exp: issuedAt + Math.floor(expiresIn) })
      .setProtectedHeader({ alg: this.alg, kid: this.kid, typ })
      .sign(this.privateKey);
  }

  /** A compact JWS over a JSON document that is no JWT: a receipt, a bundle's manifest. */
  signCompact(payload: object, typ: string, header: Readonly<Record<string, string>> = {}): Promise<string> {
    return new CompactSign(Buffer.from(JSON.stringify(payload), 'utf8'))
      .setProtectedHeader({ ...header, alg: this.alg, kid: this.kid, typ })
      .sign(this.privateKey);
  }
}

function parsePrivateJwk(secret: Secret): JWK & { alg: SigningAlgorithm } {
  const jwk = parseJson(secret) as JWK | null;
  const alg = signingAlgorithms.find((known) => known === jwk?.alg);
  if (!jwk || !alg || typeof jwk.d !== 'string') throw new InvalidKey('not a private JWK for EdDSA or ES256');
  return { ...jwk, alg };
}

function parseJson(secret: Secret): unknown {
  try {
    return JSON.parse(secret.reveal());
  } catch {
    // The parser's message quotes its input, which is a private key: it must not become a cause.
    throw new InvalidKey('not a JWK');
  }
}
