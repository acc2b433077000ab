import { asProblem } from '@trivium/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { asOAuthError, sendOAuthError } from './oauth-error.filter.js';
import { OAuthError } from './oauth.errors.js';

/**
 * What HTTP itself refuses before an endpoint sees it (too large, of another kind, unreadable), in OAuth's words and under HTTP's status:
 * RFC 6749 section 5.2, RFC 7591 section 3.2.2. Undefined for everything else.
 */
export function httpRefusal(error: unknown, path: string): OAuthError | undefined {
  const { status, message } = asProblem(error);
  if (status >= 500) return undefined;
  const code = path.startsWith('/oauth/register') ? 'invalid_client_metadata' : 'invalid_request';
  return new OAuthError(code, message, { status, cause: error });
}

/** Passes on what is no refusal to whoever answers errors of the whole server. */
export function answerRefusals(challenge?: string) {
  return (error: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const refusal = asOAuthError(error) ?? httpRefusal(error, request.url);
    if (refusal) sendOAuthError(reply, refusal, challenge);
    else void reply.send(error);
  };
}

/** MUST be called before the routes of OAuth are added. */
export function answerHttpRefusals(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    if (route.url.startsWith('/oauth/')) route.errorHandler = answerRefusals();
  });
}
