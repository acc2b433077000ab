import { Delivery } from '@trivium/bus';
import type { EventData, taskStartedV1 } from '@trivium/contracts';
import { newTaskId, personIdFor, type DelegationId, type PersonId } from '@trivium/identity';
import { UNIT_OF_WORK, type Transaction, type UnitOfWork } from '@trivium/persistence';
import { bootstrap, readConfig } from '@trivium/runtime';
import { serviceUnderTest } from '@trivium/testing';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { randomUUID } from 'node:crypto';
import { migrations } from '../../migrations/index.js';
import { agentSettings } from '../agent.config.js';
import { AgentModule } from '../agent.module.js';
import type { Delegation } from '../delegation/delegation.js';
import { DelegatorConsumer } from '../delegation/delegator.consumer.js';
import { agentAudience } from '../task/agent-proof.js';
import { RecordTask } from '../task/record-task.js';

type Json = Record<string, unknown>;
type Started = EventData<typeof taskStartedV1>;
export type Granted = Delegation & { readonly assertion: string };

export interface KnownAgent {
  readonly agentId: string;
  readonly key: CryptoKey;
}

let people = 0;
/** Somebody nobody else in this run is. */
export const somebody = (): PersonId => personIdFor('hr', `delegator ${(people += 1)}`);

/** The whole service with real servers; it reads no topics, the spec hands it its events. */
export async function startAgentRoad() {
  const service = await serviceUnderTest({
    service: 'agent',
    migrations,
    start: ({ environment, clock }) => {
      const config = readConfig(agentSettings, environment);
      return bootstrap({ service: 'agent', module: AgentModule.for(config), config, clock });
    },
  });
  const { app, call, clock } = service;
  const unitOfWork = app.get<UnitOfWork>(UNIT_OF_WORK);
  const inTransaction = <T>(work: (tx: Transaction) => Promise<T>) => unitOfWork.run(work);
  const seconds = () => Math.floor(clock.now().getTime() / 1000);
  const delivery = (type: string, subject: string, tx: Transaction) =>
    new Delivery([
      { id: `evt_${randomUUID()}`, type, source: 'spec', time: clock.now().toISOString(), subject },
      tx,
    ]);
  const consumer = () => app.get(DelegatorConsumer);

  const running = {
    ...service,
    inTransaction,

    async agent(algorithm: 'EdDSA' | 'ES256' = 'EdDSA'): Promise<KnownAgent> {
      const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
      const jwks = { keys: [await exportJWK(publicKey)] };
      const body = { name: 'clerk', classification: 'autonomous_workload', ownerId: somebody(), jwks };
      const answer = await call('POST', '/agents', { as: ['admin'], body });
      expect([answer.status, answer.body.code]).toEqual([201, undefined]);
      return { agentId: String(answer.body.agentId), key: privateKey };
    },

    async joined(personId: PersonId = somebody(), generation = 1): Promise<PersonId> {
      const event = { personId, generation, displayName: 'Example', joinedAt: clock.now().toISOString() };
      await inTransaction((tx) => consumer().joined(event, delivery('joined', personId, tx)));
      return personId;
    },

    left(personId: PersonId, generation = 1, times = 1): Promise<void> {
      const revocationId = 'rev_00000000-0000-7000-8000-000000000001' as const;
      const event = {
        personId,
        generation,
        leftAt: clock.now().toISOString(),
        revocationId: revocationId as never,
      };
      return inTransaction(async (tx) => {
        for (let time = 0; time < times; time += 1)
          await consumer().left(event, delivery('left', personId, tx));
      });
    },

    detail: (...actions: string[]) => ({ type: 'trivium_access' as const, target: 'cache', actions }),

    wish: (agentId: string, delegatorId: string, over: Json = {}): Json => ({
      agentId,
      delegatorId,
      purpose: 'tidy orders',
      authorizationDetails: [running.detail('+@read', '~orders:*')],
      expiresIn: 3_600,
      ...over,
    }),

    delegate: (agentId: string, delegatorId: string, over: Json = {}) =>
      call('POST', '/delegations', { as: ['owner'], body: running.wish(agentId, delegatorId, over) }),

    async delegation(agentId: string, delegatorId: string, over: Json = {}): Promise<Granted> {
      const { status, body } = await running.delegate(agentId, delegatorId, over);
      expect([status, body.code]).toEqual([201, undefined]);
      return { ...body } as Json & Granted;
    },

    /** The token endpoint says that a task has started. */
    async started(of: Granted, over: Partial<Started> = {}, times = 1): Promise<string> {
      const taskId = over.taskId ?? newTaskId();
      const event: Started = {
        ...{ taskId, agentId: of.agentId, delegationId: of.delegationId, delegatorId: of.delegatorId },
        chain: [...of.chain, `${taskId}:1`],
        authorizationDetails: of.details.map((one) => ({ ...one, actions: [...one.actions] })),
        startedAt: clock.now().toISOString(),
        expiresAt: new Date(clock.now().getTime() + 900_000).toISOString(),
        ...over,
      };
      for (let time = 0; time < times; time += 1)
        await inTransaction((tx) => app.get(RecordTask).execute(tx, event, `evt_${randomUUID()}`));
      return taskId;
    },

    task: async (taskId: string) =>
      (await call('GET', `/tasks/${taskId}`, { as: ['owner'] })).body as Json & {
        accounts: { name: string; target: string; state: string }[];
      },

    delegationNow: async (delegationId: DelegationId) =>
      (await call('GET', `/delegations/${delegationId}`, { as: ['owner'] })).body,

    finish: (taskId: string, act: string, body?: unknown) =>
      call('POST', `/tasks/${taskId}/${act}`, { as: ['owner'], ...(body !== undefined && { body }) }),

    /** What an agent proves itself with; `over` replaces claims. */
    proof({ agentId, key }: KnownAgent, over: JWTPayload = {}, header: Json = {}): Promise<string> {
      const claims = {
        ...{ iss: agentId, sub: agentId, aud: agentAudience, jti: randomUUID() },
        ...{ iat: seconds(), exp: seconds() + 60 },
        ...over,
      };
      const alg = key.algorithm.name === 'ECDSA' ? 'ES256' : 'EdDSA';
      return new SignJWT(claims).setProtectedHeader({ alg, ...header }).sign(key);
    },

    revocationsOf: (subjectId: string) =>
      service.sql<{ reason: string; chain: string[] }>(
        'SELECT reason, chain FROM revocation WHERE subject_id = $1 ORDER BY created_at',
        [subjectId],
      ),

    denied: async (linkId: string) =>
      (await service.sql('SELECT 1 FROM marker WHERE link_id = $1', [linkId])).length > 0,
  };
  return running;
}
