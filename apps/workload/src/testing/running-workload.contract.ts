import type { EventData, deploymentReportedV1, secretLeakedV1 } from '@trivium/contracts';
import { isDenied, parseChain, personIdFor, type PersonId } from '@trivium/identity';
import { UNIT_OF_WORK, type Transaction, type UnitOfWork } from '@trivium/persistence';
import { markerKey } from '@trivium/revocation';
import { bootstrap, readConfig } from '@trivium/runtime';
import { serviceUnderTest, until } from '@trivium/testing';
import { Redis } from 'ioredis';
import { decodeJwt } from 'jose';
import { randomUUID } from 'node:crypto';
import { migrations } from '../../migrations/index.js';
import { ReviewDeployment } from '../deployment/review-deployment.js';
import { RotateLeaked } from '../leak/rotate-leaked.js';
import { OrphanNhis } from '../ownership/orphan-nhis.js';
import { workloadSettings } from '../workload.config.js';
import { WorkloadModule } from '../workload.module.js';

type Leak = EventData<typeof secretLeakedV1>;
type Deployment = EventData<typeof deploymentReportedV1>;
type Json = Record<string, unknown>;

/** Refuses a chain of which a link is marked, as the decision service does. */
async function askMarkers(assertion: string, valkeyUrl: string): Promise<[number, object]> {
  const chain = parseChain(decodeJwt<{ trv_chain: string[] }>(assertion).trv_chain);
  const client = new Redis(valkeyUrl);
  const markers = await client.mget(chain.map(({ id }) => markerKey(id)));
  client.disconnect();
  const denied = chain.some((link, at) => isDenied(link, markers[at] ? Number(markers[at]) : undefined));
  return denied ? [400, { error: 'invalid_grant', trv_reason: 'contained' }] : [200, { access_token: 'yes' }];
}

export const owner = personIdFor('hr', 'the owner');

/** The whole service with real servers; it reads no topics, the spec hands it its events. */
export async function startWorkload() {
  const service = await serviceUnderTest({
    service: 'workload',
    migrations,
    tokenEndpoint: askMarkers,
    start: ({ environment, clock }) => {
      const config = readConfig(workloadSettings, environment);
      return bootstrap({ service: 'workload', module: WorkloadModule.for(config), config, clock });
    },
  });
  const { app, call, clock } = service;
  const unitOfWork = app.get<UnitOfWork>(UNIT_OF_WORK);
  const asAdmin = { as: ['admin'] as const };
  const inTransaction = <T>(work: (tx: Transaction) => Promise<T>) => unitOfWork.run(work);
  const causeId = () => `evt_${randomUUID()}`;

  const running = {
    ...service,
    inTransaction,

    wish: (over: Json = {}): Json => ({
      name: 'orders sync',
      kind: 'service_account',
      ownerId: owner,
      purpose: 'copies orders',
      environment: 'production',
      dataSensitivity: 'internal',
      ...over,
    }),

    async register(over: Json = {}): Promise<string> {
      const { status, body } = await call('POST', '/nhis', { ...asAdmin, body: running.wish(over) });
      expect([status, body.code]).toEqual([201, undefined]);
      return String(body.nhiId);
    },

    issue: (nhiId: string, over: Json = {}) =>
      call('POST', `/nhis/${nhiId}/credentials`, {
        ...asAdmin,
        body: { target: 'cache', entitlements: ['+@read', '~orders:*'], ...over },
      }),

    credential: async (nhiId: string, credentialId: string) =>
      (await call('GET', `/nhis/${nhiId}/credentials/${credentialId}`, asAdmin)).body as Json & {
        account: { name: string };
      },

    /** A credential that works, with its login and secret. */
    async working(nhiId: string, over: Json = {}) {
      const credentialId = String((await running.issue(nhiId, over)).body.credentialId);
      const secret = await running.secret(nhiId, credentialId);
      const { account } = await running.credential(nhiId, credentialId);
      return { credentialId, name: account.name, secret };
    },

    secret: (nhiId: string, credentialId: string): Promise<string> =>
      until(async () => {
        const { body } = await call('POST', `/nhis/${nhiId}/credentials/${credentialId}/secret`, asAdmin);
        return typeof body.secret === 'string' && body.secret;
      }),

    settled: (nhiId: string, credentialId: string, state: string) =>
      until(async () => (await running.credential(nhiId, credentialId)).state === state),

    nhi: async (nhiId: string) => (await call('GET', `/nhis/${nhiId}`, asAdmin)).body,

    async leaked(over: Partial<Leak> & Pick<Leak, 'repository'>, times = 1): Promise<void> {
      const at = clock.now().toISOString();
      const event: Leak = {
        ...{ source: 'github', alertNumber: 1, secretType: 'api_token', occurredAt: at, receivedAt: at },
        ...over,
      };
      for (let time = 0; time < times; time += 1)
        await inTransaction((tx) => app.get(RotateLeaked).execute(tx, event, causeId()));
    },

    async deployed(over: Partial<Deployment> & Pick<Deployment, 'repository'>): Promise<void> {
      const at = clock.now().toISOString();
      const event: Deployment = {
        ...{ source: 'github', environment: 'production', state: 'success', ref: 'main', sha: 'abc' },
        ...{ deploymentId: '1', occurredAt: at, receivedAt: at },
        ...over,
      };
      await inTransaction((tx) => app.get(ReviewDeployment).execute(tx, event, causeId()));
    },

    personLeft: (personId: PersonId, generation = 1, times = 1) =>
      inTransaction(async (tx) => {
        for (let time = 0; time < times; time += 1)
          await app.get(OrphanNhis).execute(tx, { personId, generation }, causeId());
      }),

    async reviewsOf(nhiId: string): Promise<Json[]> {
      const { body } = await call('GET', '/reviews', asAdmin);
      return (body.items as Json[]).filter((review) => review.nhiId === nhiId);
    },

    revocationsOf: (subjectId: string) =>
      service.sql<{ revocation_id: string; reason: string; chain: string[]; verified_at: Date | null }>(
        'SELECT revocation_id, reason, chain, verified_at FROM revocation WHERE subject_id = $1 ORDER BY created_at',
        [subjectId],
      ),

    /** What was written to the record about this subject: action, outcome, reason. */
    async recorded(subjectId: string): Promise<string[]> {
      const entries = (await service.said(subjectId)).filter(
        ({ type }) => type === 'audit.entry.recorded.v1',
      );
      return entries.map(({ data }) => [data.action, data.outcome, data.reason].join(' ').trim());
    },
  };
  return running;
}

export type RunningWorkload = Awaited<ReturnType<typeof startWorkload>>;
