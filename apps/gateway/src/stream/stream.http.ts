import { asProblem, forbidden, sendProblem, type CallerVerifier } from '@trivium/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { FeedItem, LiveFeed } from './live-feed.js';

const readers = new Set(['admin', 'security', 'auditor', 'soc']);
const heartbeatMs = 10_000;
/** Bytes that may wait for a slow reader before it is told to come back. */
const mostWaiting = 1024 * 1024;

/** `GET /v1/stream`: server-sent events, with everything since `Last-Event-ID` that is still remembered. */
export function serveStream(server: FastifyInstance, feed: LiveFeed, verifier: CallerVerifier): void {
  void server.register(async (scope) => {
    scope.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)));
    scope.get('/v1/stream', async (request, reply) => {
      const { roles } = await verifier.verify(request);
      if (!roles.some((role) => readers.has(role))) throw forbidden('This role may not read the stream.');
      open(request, reply, feed);
    });
  });
}

function open(request: FastifyRequest, reply: FastifyReply, feed: LiveFeed): void {
  reply.hijack();
  const response = reply.raw;
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.write(`retry: 1000\nevent: hello\ndata: ${JSON.stringify({ now: new Date().toISOString() })}\n\n`);
  const write = ({ id, event, data }: FeedItem) => {
    if (response.writableLength > mostWaiting) return response.destroy().writable;
    return response.write(`id: ${id}\nevent: ${event}\ndata: ${data}\n\n`) || response.writable;
  };
  const lastId = Number(request.headers['last-event-id']);
  const leave = feed.listen(write, Number.isSafeInteger(lastId) && lastId > 0 ? lastId : undefined);
  const heartbeat = setInterval(() => response.write(': still here\n\n'), heartbeatMs);
  response.once('close', () => {
    clearInterval(heartbeat);
    leave();
  });
}
