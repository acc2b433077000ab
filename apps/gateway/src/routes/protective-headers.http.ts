import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** On every answer: own scripts and styles only, in no other site's frame, of no other type than it says, and kept by nobody unless it says so. */
export async function protectAnswers(server: FastifyInstance): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
  });
  server.addHook('onRequest', async (_request, reply) => void reply.header('cache-control', 'no-store'));
}
