import { asProblem, GatewayCallers, sendProblem, type Clock } from '@trivium/runtime';
import Fastify, { type FastifyInstance } from 'fastify';
import { createLocalJWKSet, type JSONWebKeySet } from 'jose';

/** A service behind the gateway that believes it as the real ones do, and answers with what it was asked by whom. */
export async function startEchoService(
  name: string,
  clock: Clock,
  keys: () => Promise<JSONWebKeySet>,
): Promise<{ readonly url: string; readonly server: FastifyInstance }> {
  const server = Fastify();
  const callers = new GatewayCallers(
    name,
    async (header, token) => createLocalJWKSet(await keys())(header, token),
    clock,
  );
  server.setErrorHandler((error, _request, reply) => sendProblem(reply, asProblem(error)));
  server.get('/.well-known/jwks.json', () => ({ keys: [] }));
  server.get('/broken', (request) => request.raw.destroy());
  server.all('/*', async (request) => ({
    service: name,
    method: request.method,
    url: request.url,
    headers: request.headers,
    body: request.body ?? null,
    caller: await callers.verify(request),
  }));
  return { server, url: await server.listen({ port: 0, host: '127.0.0.1' }) };
}
