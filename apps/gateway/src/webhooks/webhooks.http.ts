import { asProblem, sendProblem, unsupportedMediaType } from '@trivium/runtime';
import type { Logger } from '@trivium/telemetry';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ReceiveWebhook, Receipt } from './receive-webhook.js';
import type { SourceKind } from './webhook-source.js';
import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';

const bodyLimit = 1024 * 1024;
const longestReadOutMs = 2_000;

/** A sender that is still writing would see its connection reset instead of the answer, so what is too much is read and dropped for a moment. */
async function readOut(request: IncomingMessage): Promise<void> {
  request.resume();
  const limit = AbortSignal.timeout(longestReadOutMs);
  await finished(request, { writable: false, signal: limit }).catch((error: unknown) => {
    if (!limit.aborted && !request.destroyed) throw error;
  });
}

/** The hooks have a scope of their own in which bodies stay bytes: signatures are checked before anything is parsed. */
export function serveWebhooks(server: FastifyInstance, receive: ReceiveWebhook, log: Logger): void {
  void server.register(async (hooks) => {
    hooks.removeAllContentTypeParsers();
    hooks.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit }, (_request, body, done) =>
      done(null, body),
    );
    hooks.setErrorHandler(async (error, request, reply) => {
      const problem = asProblem(error);
      if (problem.status >= 500) log.error({ err: problem.cause ?? problem }, problem.message);
      if (problem.status === 413) await readOut(request.raw);
      sendProblem(reply, problem);
      return reply;
    });
    const take = async (
      request: FastifyRequest,
      source: string,
      kinds: readonly SourceKind[],
    ): Promise<Receipt> => {
      if (!Buffer.isBuffer(request.body))
        throw unsupportedMediaType('A webhook has a body of application/json.');
      return receive.execute(source, kinds, { headers: request.headers, body: request.body });
    };
    hooks.post<{ Params: { source: string } }>('/hooks/hris/:source', async (request, reply) => {
      const receipt = await take(request, request.params.source, ['standard-webhooks', 'bamboohr']);
      return reply.code('duplicate' in receipt ? 200 : 202).send(receipt);
    });
    hooks.post('/hooks/github', async (request, reply) => {
      const receipt = await take(request, 'github', ['github']);
      return reply.code('duplicate' in receipt ? 200 : 202).send(receipt);
    });
  });
}
