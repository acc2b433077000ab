import { asProblem, Problem, sendProblem, type CallerVerifier } from '@trivium/runtime';
import replyFrom from '@fastify/reply-from';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingHttpHeaders } from 'node:http';
import type { CallerTokens } from './caller-tokens.js';

export interface ForwardParts {
  /** Where each service listens inside. */
  readonly services: Readonly<Record<string, string>>;
  readonly verifier: CallerVerifier;
  readonly tokens: CallerTokens;
}

const passed = [
  'accept',
  'content-type',
  'content-length',
  'if-none-match',
  'traceparent',
  'tracestate',
  'x-request-id',
  'last-event-id',
] as const;
/** Open to everybody: the keys with which receipts are checked. */
const publicPath = '/.well-known/jwks.json';

/** `/v1/<service>/…` goes to that service. Each has a pool of its own, so one that hangs holds up nobody else's calls. */
export function serveForwarding(server: FastifyInstance, parts: ForwardParts): void {
  for (const [service, base] of Object.entries(parts.services)) {
    void server.register(
      async (scope) => {
        await scope.register(replyFrom, {
          base,
          undici: { connections: 32, headersTimeout: 10_000, bodyTimeout: 10_000 },
        });
        scope.removeAllContentTypeParsers();
        scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
        scope.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)));
        scope.all('/*', (request, reply) => forward(service, parts, request, reply));
      },
      { prefix: `/v1/${service}` },
    );
  }
}

async function forward(
  service: string,
  { verifier, tokens }: ForwardParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const path = request.url.slice(`/v1/${service}`.length);
  const open = request.method === 'GET' && path === publicPath;
  const authorization = open
    ? undefined
    : `Bearer ${await tokens.for(await verifier.verify(request), service)}`;
  return reply.from(path, {
    rewriteRequestHeaders: (_incoming, headers) => ({
      ...kept(headers),
      ...(authorization && { authorization }),
    }),
    onError: (failed, { error }) => sendProblem(failed as FastifyReply, unreachable(service, error)),
  });
}

function kept(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(
    passed.filter((name) => headers[name] !== undefined).map((name) => [name, headers[name]]),
  );
}

function unreachable(service: string, cause: Error): Problem {
  const late = /timeout/i.test(cause.message) || ('code' in cause && String(cause.code).includes('TIMEOUT'));
  const detail = `The ${service} service does not answer at the moment.`;
  return new Problem(
    { status: late ? 504 : 502, code: late ? 'ERR_SERVICE_TIMED_OUT' : 'ERR_SERVICE_UNREACHABLE', detail },
    { cause },
  );
}
