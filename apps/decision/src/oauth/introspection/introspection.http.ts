import type { FastifyInstance, FastifyReply } from 'fastify';
import type { RegisteredClients } from '../../clients/registered-clients.js';
import type { Tally } from '../../hot/tally.js';
import { answerHttpRefusal } from '../refusals.http.js';
import { sendOAuthError } from '../oauth-error.filter.js';
import { OAuthError } from '../oauth.errors.js';
import type { IntrospectToken } from './introspect-token.js';
import { tokenOfForm } from './introspection-request.js';
import { signedIntrospectionType, wantsSigned, type SignIntrospection } from './sign-introspection.js';

const path = '/oauth/introspect';

/** RFC 7662, signed on demand (RFC 9701), for registered callers only; returns its path. Expects forms as unparsed text. */
export function serveIntrospection(
  server: FastifyInstance,
  introspect: IntrospectToken,
  sign: SignIntrospection,
  clients: RegisteredClients,
  tally: Tally,
): string {
  server.post(path, { errorHandler: answerHttpRefusal }, async (request, reply) => {
    const caller = clients.authenticate(request.headers.authorization);
    if (caller === undefined) return sendOAuthError(reply, unknownCaller(), challenge);
    const token = tokenOfForm(request.body);
    if (token === undefined)
      return sendOAuthError(reply, new OAuthError('invalid_request', 'token is missing or repeated'));
    const { outcome, body } = await introspect.execute(token);
    tally.count('introspection', outcome);
    if (wantsSigned(request.headers.accept)) return sendSigned(reply, await sign.execute(body, caller));
    return sendJson(reply, body);
  });
  return path;
}

const challenge = 'Basic realm="trivium", charset="UTF-8"';
const unknownCaller = () => new OAuthError('invalid_client', 'the caller is not known');

function sendJson(reply: FastifyReply, body: string): FastifyReply {
  void reply.header('content-type', 'application/json; charset=utf-8');
  return reply.header('cache-control', 'no-store').send(body);
}

function sendSigned(reply: FastifyReply, jwt: string): FastifyReply {
  void reply.header('content-type', signedIntrospectionType);
  return reply.header('cache-control', 'no-store').send(jwt);
}
