import type { FastifyRequest } from 'fastify';
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { Caller, CallerVerifier } from './caller.js';
import type { Clock } from './clock.js';
import { unauthorized } from './problem.js';
import { roles } from './roles.js';

/** Issuer of the short tokens in which the gateway passes its callers on; `aud` is the name of the service they are for. */
export const gatewayIssuer = 'trivium:gateway';

/** Seconds for which such a token is believed, whatever its own `exp` says. */
export const callerTokenSeconds = 60;

const claims = z.object({
  sub: z.string().min(1),
  person: z.string().min(1),
  roles: z.array(z.enum(roles)),
});

/** What went wrong with the key set rather than with the token. */
function isKeySetFailure(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return true;
  return (
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    error.code === 'ERR_JOSE_GENERIC'
  );
}

/** Believes the gateway's EdDSA-signed word about a caller, meant for this service and not older than a minute. */
export class GatewayCallers implements CallerVerifier {
  constructor(
    private readonly service: string,
    private readonly keys: JWTVerifyGetKey,
    private readonly clock: Clock,
  ) {}

  static at(jwksUrl: string, service: string, clock: Clock): GatewayCallers {
    return new GatewayCallers(service, createRemoteJWKSet(new URL(jwksUrl)), clock);
  }

  async verify(request: FastifyRequest): Promise<Caller> {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!token) throw unauthorized('The request names no caller.');
    const parsed = claims.safeParse(await this.#payload(token));
    if (!parsed.success) throw unauthorized('The caller token is not valid.');
    const { sub, person, roles: granted } = parsed.data;
    return { subject: sub, person, roles: granted };
  }

  async #payload(token: string): Promise<unknown> {
    const expected = {
      issuer: gatewayIssuer,
      audience: this.service,
      algorithms: ['EdDSA', 'Ed25519'],
      requiredClaims: ['iat', 'exp', 'sub'],
      maxTokenAge: callerTokenSeconds,
      currentDate: this.clock.now(),
    };
    try {
      return (await jwtVerify(token, this.keys, expected)).payload;
    } catch (error) {
      if (isKeySetFailure(error)) throw error;
      throw unauthorized('The caller token is not valid.', 'ERR_UNAUTHENTICATED', { cause: error });
    }
  }
}
