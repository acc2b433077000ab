import { DatabaseUnavailable, translatePgError } from '@trivium/persistence';
import { MarkersUnavailable } from '@trivium/revocation';
import { LOGGER, ProblemFilter } from '@trivium/runtime';
import type { Logger } from '@trivium/telemetry';
import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Tally } from '../hot/tally.js';
import { OAuthError } from './oauth.errors.js';

/** OAuth's own face of an error (RFC 6749 section 5.2); everything else is a problem as everywhere. */
@Catch()
export class OAuthErrorFilter implements ExceptionFilter {
  constructor(
    @Inject(LOGGER) private readonly log: Logger,
    private readonly tally: Tally,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const known = asOAuthError(error);
    this.tally.count(endpointOf(host), known && known.status < 500 ? 'refused' : 'unknown');
    if (!known) return new ProblemFilter(this.log).catch(error, host);
    if (known.status >= 500) this.log.warn({ err: known }, 'a token could not be issued or ended');
    void sendOAuthError(host.switchToHttp().getResponse<FastifyReply>(), known);
  }
}

/** From a closed list: the names under which answers are counted. */
function endpointOf(host: ArgumentsHost): 'revocation' | 'token' {
  const { url } = host.switchToHttp().getRequest<FastifyRequest>();
  return url.startsWith('/oauth/revoke') ? 'revocation' : 'token';
}

/** What of an error is said in OAuth's words; undefined for what is not. */
export function asOAuthError(given: unknown): OAuthError | undefined {
  const error = translatePgError(given);
  if (error instanceof OAuthError) return error;
  if (error instanceof DatabaseUnavailable) {
    return new OAuthError('temporarily_unavailable', 'nothing can be issued at the moment', { cause: error });
  }
  if (error instanceof MarkersUnavailable) {
    return new OAuthError('temporarily_unavailable', 'nothing can be ended at the moment', { cause: error });
  }
  return undefined;
}

/** A challenge is for endpoints that take credentials from the header; elsewhere it would hide the error from a client (RFC 6749 section 5.2). */
export function sendOAuthError(
  reply: FastifyReply,
  { status, error, description, reason }: OAuthError,
  challenge?: string,
): FastifyReply {
  const body = { error, error_description: description, ...(reason && { trv_reason: reason }) };
  if (status === 503) void reply.header('retry-after', '1');
  if (status === 401 && challenge) void reply.header('www-authenticate', challenge);
  return reply
    .status(status)
    .header('cache-control', 'no-store')
    .header('content-type', 'application/json; charset=utf-8')
    .send(JSON.stringify(body));
}
