import type { FastifyInstance, FastifyReply } from 'fastify';
import type { RegisteredClients } from '../../clients/registered-clients.js';
import type { Tally } from '../../hot/tally.js';
import { OAuthError } from '../oauth.errors.js';
import { answerRefusals } from '../refusals.http.js';
import type { IntrospectingClients } from './introspecting-clients.js';
import type { IntrospectToken } from './introspect-token.js';
import { readIntrospection, type IntrospectionRequest } from './introspection-request.js';
import { signedIntrospectionType, wantsSigned, type SignIntrospection } from './sign-introspection.js';

const path = '/oauth/introspect';
const challenge = 'Basic realm="trivium", charset="UTF-8"';

export interface IntrospectionParts {
  readonly introspect: IntrospectToken;
  readonly sign: SignIntrospection;
  readonly callers: RegisteredClients;
  readonly clients: Pick<IntrospectingClients, 'authenticate'>;
  readonly tally: Tally;
}

/**
 * RFC 7662, signed on demand (RFC 9701), for registered callers and clients only; returns its path. Expects forms as unparsed text.
 */
export function serveIntrospection(server: FastifyInstance, parts: IntrospectionParts): string {
  const { introspect, sign, tally } = parts;
  server.post(path, { errorHandler: answerRefusals(challenge) }, async (request, reply) => {
    const asked = readIntrospection(request.body);
    const known = callerOf(parts, request.headers.authorization, asked);
    const caller = typeof known === 'string' ? known : await known;
    if (asked.token === undefined) throw new OAuthError('invalid_request', 'token is missing or repeated');
    const { outcome, body } = await introspect.execute(asked.token);
    tally.count('introspection', outcome);
    if (wantsSigned(request.headers.accept)) return sendSigned(reply, await sign.execute(body, caller));
    return sendJson(reply, body);
  });
  return path;
}

/** Synchronous for callers with a secret, who ask at every act. */
function callerOf(
  { callers, clients }: IntrospectionParts,
  authorization: string | undefined,
  { client }: IntrospectionRequest,
): string | Promise<string> {
  if (client && authorization === undefined) return clients.authenticate(client);
  if (client)
    throw new OAuthError('invalid_request', 'a caller proves itself in one way (RFC 6749 section 2.3)');
  const caller = callers.authenticate(authorization);
  if (caller === undefined) throw new OAuthError('invalid_client', 'the caller is not known');
  return caller;
}

function sendJson(reply: FastifyReply, body: string): FastifyReply {
  void reply.header('content-type', 'application/json; charset=utf-8');
  return reply.header('cache-control', 'no-store').send(body);
}

function sendSigned(reply: FastifyReply, jwt: string): FastifyReply {
  void reply.header('content-type', signedIntrospectionType);
  return reply.header('cache-control', 'no-store').send(jwt);
}
