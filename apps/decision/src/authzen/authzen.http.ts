import { parseBody } from '@trivium/runtime';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RegisteredClients } from '../clients/registered-clients.js';
import { requireCaller } from '../clients/require-caller.js';
import type { Tally } from '../hot/tally.js';
import { endpoints } from './authzen-metadata.js';
import { checkBags, maxBagValues } from './check-bags.js';
import type { AnswerEvaluation } from './answer-evaluation.js';
import type { EvaluationResponse } from './decision.js';
import type { Denials } from './denials.js';
import type { BatchAnswer, EvaluateBatch } from './evaluate-batch.js';
import { evaluationRequest, type EvaluationRequest } from './evaluation-request.js';
import { parseEvaluations } from './evaluations-request.js';
import type { SearchAccess } from './search-access.js';
import { actionSearch, resourceSearch, subjectSearch } from './search-request.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The id of the registered caller, from the first hook on. */
    caller: string;
  }
}

export interface AuthzenParts {
  readonly evaluate: AnswerEvaluation;
  readonly batch: EvaluateBatch;
  readonly search: SearchAccess;
  readonly denials: Denials;
  readonly clients: RegisteredClients;
  readonly tally: Tally;
}

type Answer = (body: unknown, caller: string) => Promise<object>;

/** AuthZEN Authorization API 1.0, section 10, for registered callers only; returns its paths. */
export function serveAuthzen(server: FastifyInstance, parts: AuthzenParts): readonly string[] {
  const { search } = parts;
  const answers: Readonly<Record<string, Answer>> = {
    [endpoints.access_evaluation_endpoint]: (body, caller) => evaluateOne(parts, body, caller),
    [endpoints.access_evaluations_endpoint]: (body, caller) => evaluateMany(parts, body, caller),
    [endpoints.search_subject_endpoint]: (body) => search.subjects(parseBody(subjectSearch, body)),
    [endpoints.search_resource_endpoint]: (body) => search.resources(parseBody(resourceSearch, body)),
    [endpoints.search_action_endpoint]: (body) => search.actions(parseBody(actionSearch, body)),
  };
  void server.register((api, _, done) => {
    api.removeContentTypeParser('application/x-www-form-urlencoded');
    api.decorateRequest('caller', '');
    // Before the body is read, so that a stranger costs nothing.
    api.addHook('onRequest', async (request) => {
      request.caller = requireCaller(parts.clients, request.headers.authorization);
    });
    for (const [path, answer] of Object.entries(answers))
      api.post(path, async (request, reply) =>
        sendJson(reply, await answer(bodyOf(request), request.caller)),
      );
    done();
  });
  return Object.keys(answers);
}

/** A body of a few bytes cannot hold too much, and most are. */
function bodyOf({ body, headers }: FastifyRequest): unknown {
  if (!(Number(headers['content-length']) <= maxBagValues)) checkBags(body);
  return body;
}

async function evaluateOne(parts: AuthzenParts, body: unknown, caller: string): Promise<object> {
  const request = parseBody(evaluationRequest, body);
  const answer = await parts.evaluate.execute(request, caller);
  parts.tally.count('evaluation', outcomeOf(answer));
  return completed(parts, request, answer, caller);
}

async function evaluateMany(parts: AuthzenParts, body: unknown, caller: string): Promise<object> {
  const request = parseEvaluations(body);
  if (request.kind === 'one') return evaluateOne(parts, body, caller);
  const evaluations = await parts.batch.execute(request, caller);
  for (const answer of evaluations) parts.tally.count('evaluations', outcomeOf(answer));
  const answers = evaluations.map(async (answer, at) => {
    const asked = request.asked[at];
    if (!asked || !('request' in asked) || !isDecided(answer)) return answer;
    return completed(parts, asked.request, answer, caller);
  });
  return { evaluations: await Promise.all(answers) };
}

/** A permit has nothing to add, and does not wait. */
function completed(
  { denials }: AuthzenParts,
  request: EvaluationRequest,
  answer: EvaluationResponse,
  caller: string,
): object | Promise<object> {
  return answer.decision ? answer : denials.complete(request, answer, caller);
}

function isDecided(answer: BatchAnswer): answer is EvaluationResponse {
  return !('error' in answer.context);
}

function outcomeOf(answer: BatchAnswer): string {
  if (!isDecided(answer)) return 'refused';
  return answer.decision ? 'allowed' : 'denied';
}

function sendJson(reply: FastifyReply, answer: object): FastifyReply {
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(answer));
}
