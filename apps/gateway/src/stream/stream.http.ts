import { asProblem, forbidden, sendProblem, type CallerVerifier } from '@trivium/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerResponse } from 'node:http';
import type { FeedItem, LiveFeed } from './live-feed.js';

export interface StreamParts {
  readonly feed: LiveFeed;
  readonly verifier: CallerVerifier;
  readonly heartbeatMs: number;
}

const readers = new Set(['admin', 'security', 'auditor', 'soc']);
/** Bytes that may wait for a slow reader before it is told to come back. */
const mostWaiting = 1024 * 1024;

/**
 * `GET /v1/stream`: server-sent events, with everything since `Last-Event-ID` that is still remembered. With every heartbeat the caller is
 * verified again, so that a stream ends with its session, its token or its role.
 */
export function serveStream(server: FastifyInstance, parts: StreamParts): void {
  void server.register(async (scope) => {
    const streams = new Set<ServerResponse>();
    scope.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)));
    scope.addHook('preClose', async () => streams.forEach((stream) => stream.end()));
    scope.get('/v1/stream', async (request, reply) => {
      await checkReader(parts.verifier, request);
      const stream = open(reply);
      streams.add(stream);
      stream.once('close', () => streams.delete(stream));
      follow(request, stream, parts);
    });
  });
}

async function checkReader(verifier: CallerVerifier, request: FastifyRequest): Promise<void> {
  const { roles } = await verifier.verify(request);
  if (!roles.some((role) => readers.has(role))) throw forbidden('This role may not read the stream.');
}

function open(reply: FastifyReply): ServerResponse {
  reply.hijack();
  const stream = reply.raw;
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) stream.setHeader(name, value);
  stream.writeHead(200, { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' });
  stream.write(`retry: 1000\nevent: hello\ndata: ${JSON.stringify({ now: new Date().toISOString() })}\n\n`);
  return stream;
}

function follow(request: FastifyRequest, stream: ServerResponse, parts: StreamParts): void {
  const { feed, verifier, heartbeatMs } = parts;
  const lastId = Number(request.headers['last-event-id']);
  const leave = feed.listen(
    (item) => write(stream, item),
    Number.isSafeInteger(lastId) && lastId > 0 ? lastId : undefined,
  );
  const heartbeat = setInterval(() => void beat(stream, () => checkReader(verifier, request)), heartbeatMs);
  stream.once('close', () => {
    clearInterval(heartbeat);
    leave();
  });
}

function write(stream: ServerResponse, { id, event, data }: FeedItem): boolean {
  if (stream.writableLength > mostWaiting) stream.destroy();
  if (stream.writable) stream.write(`id: ${id}\nevent: ${event}\ndata: ${data}\n\n`);
  return stream.writable;
}

async function beat(stream: ServerResponse, check: () => Promise<void>): Promise<void> {
  try {
    await check();
    if (stream.writable) stream.write(': still here\n\n');
  } catch {
    // Whoever comes back is told why: the session is over, or nobody can be verified at the moment.
    stream.end();
  }
}
