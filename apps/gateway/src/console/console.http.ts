import helmet from '@fastify/helmet';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** The console's files at `/`; its own scripts and styles only, in no other site's frame. */
export function serveConsole(server: FastifyInstance, folder: string): void {
  void server.register(async (scope) => {
    await scope.register(helmet, {
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
    await scope.register(staticFiles, {
      root: folder,
      wildcard: false,
      immutable: true,
      maxAge: '1y',
      setHeaders: (response, path) => {
        if (path.endsWith('.html')) response.header('cache-control', 'no-cache');
      },
    });
  });
}
