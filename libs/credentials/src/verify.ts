import {
  compactVerify,
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JWK,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWSHeaderParameters,
} from 'jose';

/** Finds the public key by the header's `kid`, among keys that were configured, never among keys that the token brings along. */
export type KeySet = JWTVerifyGetKey;

export type RefusalReason =
  | 'malformed'
  | 'signature'
  | 'algorithm'
  | 'unknown-key'
  | 'header'
  | 'typ'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'not-yet-valid'
  | 'claim';

/** The token is not what it claims to be. `reason` may be told to the caller; `cause` may not. */
export class TokenRefused extends Error {
  readonly code = 'ERR_TOKEN_REFUSED';
  constructor(
    readonly reason: RefusalReason,
    options?: ErrorOptions,
  ) {
    super(`the token is refused: ${reason}`, options);
  }
}

/** The issuer's keys could not be fetched, so nothing is known about the token: refuse it and let the caller try again. */
export class KeysUnavailable extends Error {
  readonly code = 'ERR_KEYS_UNAVAILABLE';
}

export interface Expected {
  /** The kinds that pass; `undefined` in the list lets a token without `typ` pass, as RFC 7523 does for client assertions. */
  readonly typ: string | readonly (string | undefined)[];
  readonly algorithms: readonly string[];
  readonly now: Date;
  readonly issuer?: string | readonly string[];
  readonly audience?: string | readonly string[];
  /** Claims that must be there besides `exp` and `iat`. */
  readonly required?: readonly string[];
  /** Seconds that two clocks may differ; 0 unless told. */
  readonly clockTolerance?: number;
}

export interface VerifiedJwt {
  readonly claims: JWTPayload & { readonly exp: number; readonly iat: number };
  readonly header: JWSHeaderParameters;
}

export function keySet(keys: readonly JWK[]): KeySet {
  return createLocalJWKSet({ keys: keys.map((key) => ({ ...key })) });
}

/** Fetched on first use, cached, and fetched again (at most once a second) when an unknown `kid` appears. */
export function remoteKeySet(url: URL, { timeoutMs = 2_000 } = {}): KeySet {
  return createRemoteJWKSet(url, {
    timeoutDuration: timeoutMs,
    cooldownDuration: 1_000,
    cacheMaxAge: 600_000,
  });
}

/** Signature, `typ`, algorithm, times, issuer and audience; throws `TokenRefused` or `KeysUnavailable` (RFC 8725). */
export async function verifyJwt(token: string, keys: KeySet, expected: Expected): Promise<VerifiedJwt> {
  const { payload, protectedHeader } = await renamingErrors(() =>
    jwtVerify(token, refusingEmbeddedKeys(keys), {
      algorithms: [...expected.algorithms],
      currentDate: expected.now,
      clockTolerance: expected.clockTolerance ?? 0,
      requiredClaims: ['exp', 'iat', ...(expected.required ?? [])],
      ...(expected.issuer === undefined ? {} : { issuer: mutable(expected.issuer) }),
      ...(expected.audience === undefined ? {} : { audience: mutable(expected.audience) }),
    }),
  );
  checkTyp(protectedHeader.typ, expected.typ);
  const { exp, iat } = payload;
  if (exp === undefined || iat === undefined) throw new TokenRefused('claim');
  // RFC 7519 leaves `iat` unchecked; a token from the future is a clock or a forger at fault, and must not outlive its peers.
  if (iat > Math.floor(expected.now.getTime() / 1000) + (expected.clockTolerance ?? 0))
    throw new TokenRefused('not-yet-valid');
  return { claims: { ...payload, exp, iat }, header: protectedHeader };
}

/** The JSON document of a compact JWS made by `SigningKey.signCompact`. */
export async function verifyCompact(
  text: string,
  keys: KeySet,
  expected: Pick<Expected, 'typ' | 'algorithms'>,
): Promise<unknown> {
  const { payload, protectedHeader } = await renamingErrors(() =>
    compactVerify(text, refusingEmbeddedKeys(keys), { algorithms: [...expected.algorithms] }),
  );
  checkTyp(protectedHeader.typ, expected.typ);
  return renamingErrors(() => JSON.parse(Buffer.from(payload).toString('utf8')) as unknown);
}

/** RFC 7515 section 4.1.9: a media type's `application/` may be left out, and case does not matter. */
function checkTyp(typ: unknown, allowed: Expected['typ']): void {
  const plain = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : undefined;
  const list = typeof allowed === 'string' ? [allowed] : allowed;
  if (!list.some((one) => one?.toLowerCase() === plain)) throw new TokenRefused('typ');
}

const mutable = (value: string | readonly string[]) => (typeof value === 'string' ? value : [...value]);

function refusingEmbeddedKeys(keys: KeySet): KeySet {
  return (header, token) => {
    const brought = ['jwk', 'jku', 'x5u', 'x5c'].some((name) => header[name] !== undefined);
    if (brought) throw new TokenRefused('header');
    return keys(header, token);
  };
}

async function renamingErrors<T>(verify: () => T | Promise<T>): Promise<T> {
  try {
    return await verify();
  } catch (error) {
    throw renamed(error);
  }
}

const reasonByClaim: Readonly<Record<string, RefusalReason>> = {
  iss: 'issuer',
  aud: 'audience',
  nbf: 'not-yet-valid',
};

const reasonByCode: Readonly<Record<string, RefusalReason>> = {
  [errors.JWTExpired.code]: 'expired',
  [errors.JWSSignatureVerificationFailed.code]: 'signature',
  [errors.JOSEAlgNotAllowed.code]: 'algorithm',
  [errors.JOSENotSupported.code]: 'algorithm',
  [errors.JWKSNoMatchingKey.code]: 'unknown-key',
  [errors.JWKSMultipleMatchingKeys.code]: 'unknown-key',
  [errors.JWTInvalid.code]: 'malformed',
  [errors.JWSInvalid.code]: 'malformed',
};

function renamed(error: unknown): Error {
  if (error instanceof TokenRefused) return error;
  if (error instanceof errors.JWTClaimValidationFailed)
    return new TokenRefused(reasonByClaim[error.claim] ?? 'claim', { cause: error });
  if (error instanceof SyntaxError) return new TokenRefused('malformed', { cause: error });
  const reason = error instanceof errors.JOSEError ? reasonByCode[error.code] : undefined;
  if (reason) return new TokenRefused(reason, { cause: error });
  return new KeysUnavailable('the keys to check a token with could not be had', { cause: error });
}
