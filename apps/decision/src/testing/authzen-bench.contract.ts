import { sha256Hex } from '@trivium/credentials';
import { personIdFor } from '@trivium/identity';
import { RunningModel } from '@trivium/policy';
import { FakeClock } from '@trivium/testing';
import { serveAuthzen } from '../authzen/authzen.http.js';
import { AnswerEvaluation } from '../authzen/answer-evaluation.js';
import { EvaluateAccess } from '../authzen/evaluate-access.js';
import { EvaluateBatch } from '../authzen/evaluate-batch.js';
import { RunningPolicies } from '../authzen/running-policies.js';
import { SearchAccess } from '../authzen/search-access.js';
import { RegisteredClients } from '../clients/registered-clients.js';
import { hotServer } from '../hot/hot-server.http.js';
import { Tally } from '../hot/tally.js';
import type { AccessGrant } from '../projection/access-grant.js';
import { ResidentGrants } from '../projection/resident-grants.js';
import { RecordDecision } from '../record/record-decision.js';
import { FakeChains } from './fake-chains.js';
import { FakeSpool } from './fake-spool.js';

type Json = Record<string, unknown>;

export const holder = { id: personIdFor('hr', '1'), generation: 1 };
export const table = (id: string) => ({ type: 'table', id });

const secret = 'a-secret-of-a-spec';
export const known = { authorization: `Basic ${Buffer.from(`tools:${secret}`).toString('base64')}` };

/** The AuthZEN API on a real port, over grants in memory and markers that can be set. */
export async function startAuthzen(given?: RunningModel) {
  const model = given ?? (await RunningModel.load('governance'));
  const warnings: object[] = [];
  const note = (fields: object) => void warnings.push(fields);
  const [clock, grants, chains] = [new FakeClock(), new ResidentGrants(), new FakeChains()];
  const basis = {
    policies: new RunningPolicies(model, { warn: note, error: note }),
    failModeOf: () => 'strict' as const,
    maxDataAgeMs: 30_000,
    grantsAsOf: () => clock.now(),
  };
  const evaluate = new EvaluateAccess(grants, chains, clock, basis);
  const counted: Record<string, number> = {};
  const counter = {
    add: (count: number, { outcome }: { outcome: string }) =>
      void (counted[outcome] = (counted[outcome] ?? 0) + count),
  };
  const spool = new FakeSpool();
  const recordLog = { info: note, error: note };
  const answer = new AnswerEvaluation(evaluate, new RecordDecision(spool, model, clock, counter, recordLog));
  const batch = new EvaluateBatch(answer, chains);
  const search = new SearchAccess(grants, evaluate, chains, clock);
  const clients = new RegisteredClients([{ id: 'tools', secretSha256: sha256Hex(secret) }]);
  const denied: string[] = [];
  const errors: object[] = [];
  const server = hotServer({ error: (fields) => void errors.push(fields) });
  const paths = serveAuthzen(server, {
    evaluate: answer,
    batch,
    search,
    denials: {
      complete: (_, { context }, caller) => {
        denied.push(caller);
        return Promise.resolve({ decision: false, context });
      },
    },
    clients,
    tally: new Tally({ add: () => {} }),
  });
  const url = await server.listen({ port: 0, host: '127.0.0.1' });

  return {
    clock,
    chains,
    /** The callers that were told of a denial. */
    denied,
    errors,
    warnings,
    spool,
    counted,
    paths,
    url,
    stop: () => server.close(),

    hold(over: Partial<AccessGrant> & { readonly grantId: string }): void {
      const grant = { subjectId: holder.id, chain: [holder], action: 'read', resource: table('orders') };
      grants.apply({ state: 'held', grant: { ...grant, grantedAt: clock.now(), ...over } });
    },

    end(grantId: string, subjectId: string = holder.id): void {
      grants.apply({ state: 'ended', grantId, subjectId });
    },

    async post(path: string, body: unknown, headers: Record<string, string> = known) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const all = { 'content-type': 'application/json', ...headers };
      const response = await fetch(`${url}${path}`, { method: 'POST', headers: all, body: text });
      return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
    },
  };
}

export type RunningAuthzen = Awaited<ReturnType<typeof startAuthzen>>;
