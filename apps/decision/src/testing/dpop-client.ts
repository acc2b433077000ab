import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { randomUUID } from 'node:crypto';

/** A client with a key of its own that proves it with each request (RFC 9449 section 4.2). */
export class DpopClient {
  private constructor(
    readonly publicJwk: JWK,
    readonly jkt: string,
    private readonly key: CryptoKey,
    private readonly alg: string,
  ) {}

  static async create(alg: 'ES256' | 'EdDSA' | 'RS256' = 'ES256'): Promise<DpopClient> {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    const jwk = await exportJWK(publicKey);
    return new DpopClient(jwk, await calculateJwkThumbprint(jwk), privateKey, alg);
  }

  async privateJwk(): Promise<JWK> {
    return exportJWK(this.key);
  }

  proof(at: Date, url: string, over: object = {}, header: object = {}): Promise<string> {
    const claims = {
      jti: randomUUID(),
      htm: 'POST',
      htu: url,
      iat: Math.floor(at.getTime() / 1000),
      ...over,
    };
    const protectedHeader = { typ: 'dpop+jwt', alg: this.alg, jwk: this.publicJwk, ...header };
    return new SignJWT(claims).setProtectedHeader(protectedHeader).sign(this.key);
  }
}
