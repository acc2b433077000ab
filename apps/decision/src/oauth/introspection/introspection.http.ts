import { counter, metricNames } from '@trivium/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RegisteredClients } from '../../clients/registered-clients.js';
import { sendOAuthError } from '../oauth-error.filter.js';
import { OAuthError } from '../oauth.errors.js';
import type { IntrospectionOutcome, IntrospectToken } from './introspect-token.js';

const decisions = counter(metricNames.decisions);
const labels: Readonly<Record<IntrospectionOutcome, { endpoint: string; outcome: string }>> = {
  active: { endpoint: 'introspection', outcome: 'active' },
  inactive: { endpoint: 'introspection', outcome: 'inactive' },
  unknown: { endpoint: 'introspection', outcome: 'unknown' },
};

const path = '/oauth/introspect';

/** RFC 7662, for registered callers only; returns its path. */
export function serveIntrospection(
  server: FastifyInstance,
  introspect: IntrospectToken,
  clients: RegisteredClients,
): string {
  server.post(path, async (request, reply) => {
    if (clients.authenticate(request.headers.authorization) === undefined)
      return sendOAuthError(reply, unknownCaller());
    const token = tokenOf(request);
    if (token === undefined)
      return sendOAuthError(reply, new OAuthError('invalid_request', 'token is missing or repeated'));
    const { outcome, body } = await introspect.execute(token);
    decisions.add(1, labels[outcome]);
    return sendJson(reply, body);
  });
  return path;
}

const unknownCaller = () => new OAuthError('invalid_client', 'the caller is not known');

function tokenOf({ body }: FastifyRequest): string | undefined {
  if (typeof body !== 'object' || body === null || !('token' in body)) return undefined;
  return typeof body.token === 'string' && body.token !== '' ? body.token : undefined;
}

function sendJson(reply: FastifyReply, body: string): FastifyReply {
  void reply.header('content-type', 'application/json; charset=utf-8');
  return reply.header('cache-control', 'no-store').send(body);
}
