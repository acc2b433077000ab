import { parseBody, Problem } from '@trivium/runtime';
import type { FastifyInstance } from 'fastify';
import type { RegisteredClients } from '../clients/registered-clients.js';
import type { Tally } from '../hot/tally.js';
import type { EvaluateAccess } from './evaluate-access.js';
import { evaluationRequest } from './evaluation-request.js';

const requestId = 'x-request-id';

const path = '/access/v1/evaluation';

/** AuthZEN Authorization API 1.0, section 6, for registered callers only; returns its path. */
export function serveEvaluation(
  server: FastifyInstance,
  evaluate: EvaluateAccess,
  clients: RegisteredClients,
  tally: Tally,
): string {
  server.post(path, async (request, reply) => {
    if (clients.authenticate(request.headers.authorization) === undefined) throw unknownCaller();
    const answer = await evaluate.execute(parseBody(evaluationRequest, request.body));
    tally.count('evaluation', answer.decision ? 'allowed' : 'denied');
    const id = request.headers[requestId];
    if (typeof id === 'string') void reply.header(requestId, id);
    return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(answer));
  });
  return path;
}

function unknownCaller(): Problem {
  const headers = { 'www-authenticate': 'Basic realm="trivium", charset="UTF-8"' };
  return new Problem({
    status: 401,
    code: 'ERR_UNAUTHENTICATED',
    detail: 'The caller is not known.',
    headers,
  });
}
