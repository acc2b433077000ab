import { fastify } from 'fastify';
import { parentPort } from 'node:worker_threads';

/** The floor of HTTP: the framework that the services use, with a route that does nothing. */
const server = fastify();
server.addContentTypeParser(
  'application/x-www-form-urlencoded',
  { parseAs: 'string' },
  (_request, body, done) => done(null, body),
);
server.post('/', (_request, reply) =>
  reply.header('content-type', 'application/json; charset=utf-8').send('{"active":false}'),
);
parentPort?.postMessage(await server.listen({ host: '127.0.0.1', port: 0 }));
