import { sha256Hex } from '@trivium/credentials';
import { forbidden, unauthorized, type Caller, type CallerVerifier, type Clock } from '@trivium/runtime';
import type { FastifyRequest } from 'fastify';
import type { AuthStore } from './auth.store.js';

export const sessionCookie = 'trv_session';
const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Knows callers from outside: an API token, or the session in a browser's cookie. */
export class PublicCallers implements CallerVerifier {
  constructor(
    private readonly store: AuthStore,
    private readonly clock: Clock,
  ) {}

  async verify(request: FastifyRequest): Promise<Caller> {
    const bearer = /^Bearer (\S{1,200})$/i.exec(request.headers.authorization ?? '')?.[1];
    if (bearer) return known(await this.store.apiTokenCaller(sha256Hex(bearer), this.clock.now()));
    const session = request.cookies[sessionCookie];
    if (!session) throw unauthorized('Sign in, or send an API token.');
    checkOrigin(request);
    return known(await this.store.sessionCaller(sha256Hex(session), this.clock.now()));
  }
}

function known(caller: Caller | undefined): Caller {
  if (!caller) throw unauthorized('The session or token is over or was never valid.');
  return caller;
}

/** A cookie goes along with what another site makes the browser send; its `Origin` tells. */
function checkOrigin({ method, headers, host }: FastifyRequest): void {
  if (safeMethods.has(method)) return;
  const origin = headers.origin;
  if (!origin || !URL.canParse(origin) || new URL(origin).host !== host)
    throw forbidden('The request comes from another site.', 'ERR_CROSS_SITE');
}
