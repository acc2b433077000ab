import { auditEntry, type AuditEntry } from '@trivium/contracts';
import { Outbox } from '@trivium/bus';
import { keySet, SigningKey } from '@trivium/credentials';
import { personIdFor } from '@trivium/identity';
import { RunningModel } from '@trivium/policy';
import { FakeClock } from '@trivium/testing';
import { randomUUID } from 'node:crypto';
import { addressesAt } from '../access-request/access-request.tokens.js';
import type { Approver } from '../access-request/access-request.js';
import { ApproveRequest } from '../access-request/approve-request.js';
import { CancelRequest } from '../access-request/cancel-request.js';
import { DenialTokens } from '../access-request/denial-tokens.js';
import { DenyRequest } from '../access-request/deny-request.js';
import { ExpireRequests } from '../access-request/expire-requests.js';
import { KnownIdentities } from '../access-request/known-identities.js';
import { OfferRequest } from '../access-request/offer-request.js';
import { parseSubmission } from '../access-request/submission.js';
import { SubmitRequest } from '../access-request/submit-request.js';
import type { EvaluationResponse } from '../authzen/decision.js';
import type { EvaluationRequest } from '../authzen/evaluation-request.js';
import { ResidentGrants } from '../projection/resident-grants.js';
import { FakeAccessRequestStore } from './fake-access-request.store.js';
import { FakeChains } from './fake-chains.js';
import { someTransaction } from './some-transaction.js';

type Json = Record<string, unknown>;
type Reason = EvaluationResponse['context']['reason'];

const model = await RunningModel.load('governance');
const key = await SigningKey.generate('ES256');

export const issuer = 'https://trivium.example';
export const asker = { id: personIdFor('hr', '1'), generation: 2 };
export const marta: Approver = { subject: 'user:marta', person: 'user:marta', roles: ['manager'] };
export const sam: Approver = { subject: 'user:sam', person: 'user:sam', roles: ['security'] };
export const taskLife = 7 * 24 * 3_600_000;

export const question: EvaluationRequest = {
  subject: { type: 'person', id: asker.id },
  action: { name: 'read' },
  resource: { type: 'table', id: 'salaries' },
};

/** Access requests over tables and markers in memory; the asker holds another grant, by which its road vouches for it. */
export function accessRequestBench(keys = { signer: key, find: keySet([key.publicJwk]) }) {
  const [clock, grants, chains] = [new FakeClock(), new ResidentGrants(), new FakeChains()];
  const entries: AuditEntry[] = [];
  const store = new FakeAccessRequestStore();
  const unitOfWork = {
    run: <T>(work: (tx: ReturnType<typeof someTransaction>) => Promise<T>) => work(someTransaction()),
  };
  const real = new Outbox('trivium:spec', { nudge: () => {} });
  const outbox: Pick<Outbox, 'prepare' | 'appendAll'> = {
    prepare: (definition, data, how) => real.prepare(definition, data, how),
    appendAll: (_, events) => {
      entries.push(...events.map(({ value }) => auditEntry.parse(JSON.parse(value))));
      return Promise.resolve();
    },
  };
  const { endpoint, schema: schemaUrl } = addressesAt(issuer);
  const act = { store, unitOfWork, outbox, model, clock };
  const sql = someTransaction();
  const identities = new KnownIdentities(grants, chains, clock);
  const tokens = new DenialTokens(keys, issuer, endpoint, clock);
  const offer = new OfferRequest({
    identities,
    model,
    tokens,
    approvals: store,
    sql,
    clock,
    endpoint,
    schemaUrl,
  });
  const submit = new SubmitRequest({ ...act, identities, tokens, sql, taskLife });
  const approve = new ApproveRequest({ ...act, identities });
  grants.apply({
    state: 'held',
    grant: {
      grantId: 'g-1',
      subjectId: asker.id,
      chain: [asker],
      action: 'read',
      resource: { type: 'table', id: 'orders' },
      grantedAt: clock.now(),
    },
  });

  const bench = {
    clock,
    chains,
    grants,
    store,
    entries,
    approve,
    deny: new DenyRequest(act),
    cancel: new CancelRequest(act),
    expire: new ExpireRequests(act),

    /** What a caller is told of a denial. */
    denied(reason: Reason = 'no_grant', request: EvaluationRequest = question, caller = 'tools') {
      const facts = { decision_id: `dec_${randomUUID()}`, policy_version: model.version };
      const context = { ...facts, data_age_ms: 0, fail_mode: 'strict' as const, reason };
      return offer.complete(request, { decision: false, context }, caller);
    },

    /** What a good caller sends after a denial. */
    async bodyAfter(request: EvaluationRequest = question): Promise<Json & { denial: Json }> {
      const { context } = await bench.denied('no_grant', request);
      const { access_request: asked, evaluation_id, evaluated_at, reason } = context;
      if (!asked) throw new Error('the denial cannot be asked about');
      const { expires_at, binding_token, template } = asked;
      const denial = { evaluation_id, evaluated_at, expires_at, reason, binding_token, template };
      return { ...request, denial };
    },

    submit: async (body: unknown, idempotencyKey?: string, caller = 'tools') =>
      submit.execute(parseSubmission(body), { caller, ...(idempotencyKey && { idempotencyKey }) }),

    submitted: async (request: EvaluationRequest = question) => bench.submit(await bench.bodyAfter(request)),
    acts: () => entries.map(({ action }) => action),
  };
  return bench;
}
