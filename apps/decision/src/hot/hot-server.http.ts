import { asProblem, Problem, sendProblem } from '@trivium/runtime';
import Fastify, { type FastifyInstance } from 'fastify';
import { metadataPath } from '../authzen/authzen-metadata.js';

export interface HotServerLog {
  error(fields: object, message: string): void;
}

const bodyLimit = 128 * 1024;

/** AuthZEN Authorization API 1.0, section 10.1.3: what a caller calls its request comes back with every answer. */
const requestId = 'x-request-id';

/** A Fastify of few hooks: JSON, forms as unparsed text, problems for all that goes wrong. It is given only paths that it serves. */
export function hotServer(log: HotServerLog): FastifyInstance {
  const server = Fastify({ bodyLimit, exposeHeadRoutes: false });
  server.removeContentTypeParser('text/plain');
  server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) =>
    done(null, body),
  );
  server.addHook('onRequest', (request, reply, next) => {
    const id = request.headers[requestId];
    if (typeof id === 'string') void reply.header(requestId, id);
    next();
  });
  server.setNotFoundHandler((request, reply) => sendProblem(reply, otherMethod(request.url)));
  server.setErrorHandler((error, _, reply) => {
    const problem = asProblem(error);
    if (problem.status >= 500) log.error({ err: problem.cause ?? problem }, problem.message);
    sendProblem(reply, problem);
  });
  return server;
}

/** Only paths that are served come here, so what is not found is their method. */
function otherMethod(url: string): Problem {
  const allow = url.startsWith(metadataPath) ? 'GET, HEAD' : 'POST';
  const detail = `This address answers ${allow} only.`;
  return new Problem({ status: 405, code: 'ERR_METHOD_NOT_ALLOWED', detail, headers: { allow } });
}
