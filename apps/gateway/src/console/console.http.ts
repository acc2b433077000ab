import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { sep } from 'node:path';

/** The console's files at `/`. What has its content's hash in its name never changes; everything else is asked for again. */
export function serveConsole(server: FastifyInstance, folder: string): void {
  void server.register(staticFiles, {
    root: folder,
    wildcard: false,
    cacheControl: false,
    setHeaders: (response, path) => {
      const named = path.includes(`${sep}assets${sep}`);
      response.header('cache-control', named ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
