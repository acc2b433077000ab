import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/** Lets `hot` answer these paths of a server whatever else listens there; all others go where they went before. */
export function putBefore(
  server: Pick<Server, 'listeners' | 'removeAllListeners' | 'on'>,
  paths: readonly string[],
  hot: FastifyInstance,
): void {
  const before = server.listeners('request') as RequestListener[];
  const owned = new Set(paths);
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (owned.has(pathOf(request.url ?? ''))) hot.routing(request, response);
    else for (const listener of before) listener(request, response);
  });
}

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
}
