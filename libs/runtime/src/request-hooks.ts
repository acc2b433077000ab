import { extractTrace, histogram, isTracing, metricNames, openSpan, spanNames } from '@trivium/telemetry';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkDepth } from './parse-body.js';
import { Problem } from './problem.js';

const duration = histogram(metricNames.httpRequestDuration);

function measure(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  const labels = {
    method: request.method,
    route: request.routeOptions.url ?? 'unknown',
    status: String(reply.statusCode),
  };
  duration.record(reply.elapsedTime / 1_000, labels);
  done();
}

/** Continues the caller's trace, unless instrumentation of HTTP has opened the request's span already. */
function continueTrace(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (isTracing()) {
    done();
    return;
  }
  const span = openSpan(spanNames.httpRequest, { 'http.request.method': request.method }, done, {
    parent: extractTrace(request.headers),
  });
  reply.raw.once('close', () => span.end());
}

function refuseDeepBodies(request: FastifyRequest, _: FastifyReply, done: (error?: Error) => void): void {
  try {
    checkDepth(request.body);
    done();
  } catch (error) {
    done(error instanceof Problem ? error : new Error('the body could not be walked', { cause: error }));
  }
}

/** What happens around every request of every service. */
export function addRequestHooks(server: FastifyInstance): void {
  server.addHook('onRequest', continueTrace);
  server.addHook('preValidation', refuseDeepBodies);
  server.addHook('onResponse', measure);
}
