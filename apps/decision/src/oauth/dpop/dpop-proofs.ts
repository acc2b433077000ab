import type { Clock } from '@trivium/runtime';
import {
  calculateJwkThumbprint,
  decodeProtectedHeader,
  errors,
  importJWK,
  jwtVerify,
  type JWK,
  type JWTPayload,
} from 'jose';
import { OAuthError } from '../oauth.errors.js';
import { clientKey } from '../road-assertion.js';
import type { DpopNonces } from './dpop-nonces.js';
import { isFor, type DpopProof } from './dpop-proof.js';

export const dpopAlgorithms = ['ES256', 'EdDSA', 'Ed25519'];
export const dpopTyp = 'dpop+jwt';

/** Seconds that a proof is good for, and by which the client's clock may be ahead. */
const longestAge = 60;
const clockTolerance = 10;
const longestProof = 8_192;
const longestId = 200;
const privateParts = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const foreignKeys = ['jku', 'x5u', 'x5c'];

/** Checks the proofs that come with requests (RFC 9449 section 4.3). Throws `OAuthError`; use a good one up with what was asked. */
export class DpopProofs {
  /** `nonces`: present when every proof must carry one of ours (RFC 9449 section 8). */
  constructor(
    private readonly clock: Clock,
    private readonly nonces?: DpopNonces,
  ) {}

  async verify(
    proof: string,
    request: { readonly method: string; readonly url: string },
  ): Promise<DpopProof> {
    if (proof.length > longestProof) throw refused('it is too long');
    const key = keyOf(proof);
    const claims = await this.#claims(proof, key);
    if (claims.htm !== request.method || !isFor(claims.htu, request.url))
      throw refused('it was made for another request');
    this.#checkNonce(claims.nonce);
    const { jti, iat = 0 } = claims;
    if (!jti || jti.length > longestId) throw refused('its jti is not usable');
    return { jkt: await calculateJwkThumbprint(key), id: jti, expiresAt: iat + longestAge + clockTolerance };
  }

  async #claims(proof: string, key: JWK): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(
        proof,
        await importJWK(key, key.crv === 'P-256' ? 'ES256' : 'EdDSA'),
        {
          typ: dpopTyp,
          algorithms: dpopAlgorithms,
          currentDate: this.clock.now(),
          maxTokenAge: longestAge,
          clockTolerance,
          requiredClaims: ['jti', 'htm', 'htu', 'iat'],
        },
      );
      return payload;
    } catch (cause) {
      if (cause instanceof errors.JOSEError) throw refused('its signature, kind or age is not right', cause);
      throw refused('its key cannot be used', cause);
    }
  }

  #checkNonce(nonce: unknown): void {
    if (this.nonces && !this.nonces.accepts(nonce))
      throw new OAuthError('use_dpop_nonce', 'the proof must carry the nonce of the DPoP-Nonce header');
  }
}

/** The public key of the header; nothing that leads elsewhere, nothing that is secret. */
function keyOf(proof: string): JWK {
  const header = headerOf(proof);
  const { jwk } = header;
  if (jwk === undefined || foreignKeys.some((name) => header[name] !== undefined))
    throw refused('its header must carry the key, and only there');
  if (privateParts.some((name) => name in jwk)) throw refused('its key is not a public one');
  const parsed = clientKey.safeParse(jwk);
  if (!parsed.success) throw refused('its key is of another kind');
  return parsed.data;
}

function headerOf(proof: string) {
  try {
    return decodeProtectedHeader(proof);
  } catch (cause) {
    throw refused('it is no JWT', cause);
  }
}

function refused(why: string, cause?: unknown): OAuthError {
  return new OAuthError('invalid_dpop_proof', `the DPoP proof is refused: ${why}`, { cause });
}
