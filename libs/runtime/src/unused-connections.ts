import type { FastifyInstance } from 'fastify';
import type { Socket } from 'node:net';

/** Browsers connect before they have anything to ask. Node waits a minute for a first request, and a shutdown would wait with it. */
export function closeUnusedConnections(server: FastifyInstance): void {
  const unused = new Set<Socket>();
  server.server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.server.on('request', ({ socket }) => unused.delete(socket));
  server.addHook('preClose', async () => unused.forEach((socket) => socket.destroy()));
}
