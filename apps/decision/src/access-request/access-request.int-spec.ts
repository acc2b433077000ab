import { formatLink, personIdFor } from '@trivium/identity';
import { markerKey } from '@trivium/revocation';
import { until } from '@trivium/testing';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import {
  issuer,
  startDecision,
  type Json,
  type RunningDecision,
} from '../testing/running-decision.contract.js';

const person = { id: personIdFor('hr', 'asker'), generation: 1 };
const question = {
  subject: { type: 'person', id: person.id },
  action: { name: 'read' },
  resource: { type: 'table', id: 'salaries' },
};
const requests = '/access/v1/requests';

let decision: RunningDecision;
let marta: Record<string, string>;
beforeAll(async () => {
  decision = await startDecision({ consume: false });
  marta = await decision.calledBy('person:marta', 'manager');
  await decision.query(
    `INSERT INTO access_grant (grant_id, subject_id, chain, action, resource_type, resource_id, granted_at, written_by)
     VALUES ('g-1', $1, $2, 'read', 'table', 'orders', now(), pg_current_xact_id())`,
    [person.id, [formatLink(person)]],
  );
  await until(async () => (await evaluate()).context.access_request !== undefined);
});
afterAll(() => decision.stop());

const offer = z.object({ endpoint: z.string(), expires_at: z.string(), binding_token: z.string() });
const denied = z.object({
  decision: z.literal(false),
  context: z.looseObject({
    reason: z.string(),
    evaluation_id: z.string().optional(),
    access_request: offer.optional(),
  }),
});
const task = z.object({
  id: z.string(),
  status: z.string(),
  status_endpoint: z.string(),
  links: z.object({ cancel: z.string() }).optional(),
});

const evaluate = async (context: Json = {}) =>
  denied.parse(
    (await decision.post('/access/v1/evaluation', { ...question, context }, decision.caller)).body,
  );

async function body(): Promise<Json> {
  const { evaluation_id, reason, access_request: asked } = (await evaluate()).context;
  if (!asked) throw new Error('the denial cannot be asked about');
  const { expires_at, binding_token } = asked;
  return { ...question, denial: { evaluation_id, reason, expires_at, binding_token } };
}

const submit = (wish: Json, headers: Record<string, string> = {}) =>
  decision.post(requests, wish, { ...decision.caller, ...headers });

const submitted = async () => task.parse((await submit(await body())).body.task);
const here = (address: string) => address.replace(issuer, decision.url);

async function get(address: string, headers: Record<string, string> = decision.caller) {
  const answer = await fetch(here(address), { headers });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Json };
}

const decide = (taskId: string, how: string, by = marta, said: Json = {}) =>
  decision.post(`/access-requests/${taskId}/${how}`, said, by);

describe('access that is denied', () => {
  it('is asked for where the denial says, approved by a second person, and still has to be granted', async () => {
    const { context } = await evaluate();
    expect(context.access_request?.endpoint).toBe(`${issuer}${requests}`);
    const answer = await submit(await body());
    const { id, status_endpoint, ...rest } = task.parse(answer.body.task);
    expect([answer.status, answer.headers.get('location'), answer.headers.get('retry-after')]).toEqual([
      202,
      status_endpoint,
      '10',
    ]);
    expect(rest).toEqual({ status: 'pending', links: { cancel: `${status_endpoint}/cancel` } });

    const list = await get(`${issuer}/access-requests`, marta);
    expect(list.body.items).toEqual([
      expect.objectContaining({ taskId: id, requester: 'tools', status: 'pending', missing: ['manager'] }),
    ]);
    const approved = await decide(id, 'approval');
    expect([approved.status, approved.body.status, approved.body.missing]).toEqual([200, 'approved', []]);

    const { body: done } = await get(status_endpoint);
    const { approval } = z
      .object({ mode: z.literal('reevaluate'), approval: z.looseObject({}) })
      .parse(done.result);
    const again = await evaluate({ approval });
    expect(again.context).toMatchObject({ reason: 'grant_pending', next_action: 'retry', retry_after: 60 });
  });

  it('is bound to its denial by a key that is published', async () => {
    const { access_request: asked, evaluation_id } = (await evaluate()).context;
    const keys = createRemoteJWKSet(new URL(`${decision.url}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(asked?.binding_token ?? '', keys, {
      issuer,
      audience: asked?.endpoint ?? '',
    });
    expect(payload).toMatchObject({ ...question, evaluation_id, client_id: 'tools' });
  });

  it('is not asked for once its subject is contained', async () => {
    const wish = await body();
    await decision.markers.set(markerKey(person.id), '1');
    expect((await evaluate()).context.access_request).toBeUndefined();
    const answer = await submit(wish);
    expect([answer.status, answer.headers.get('content-type'), answer.body.type]).toEqual([
      400,
      'application/problem+json',
      'urn:openid:authzen:access-request:error:not_requestable',
    ]);
    await decision.markers.del(markerKey(person.id));
  });
});

describe('a request', () => {
  it('that comes twice at once under one key is one task', async () => {
    const wish = await body();
    const headers = { 'idempotency-key': '7b8d0f0d-65a1-4af1-9fd3-a684f08a5d13' };
    const answers = await Promise.all([submit(wish, headers), submit(wish, headers), submit(wish, headers)]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(({ body: answer }) => task.parse(answer.task).id)).size).toBe(1);
    const other = await submit({ ...wish, context: { business_justification: 'x' } }, headers);
    expect([other.status, other.body.type]).toEqual([
      409,
      'urn:openid:authzen:access-request:error:duplicate_request',
    ]);
  });

  it('is taken back by who asked', async () => {
    const { id, links } = await submitted();
    const cancel = () =>
      decision.post(here(links?.cancel ?? '').replace(decision.url, ''), {}, decision.caller);
    expect(task.parse((await cancel()).body.task)).toMatchObject({ id, status: 'cancelled' });
    const again = await cancel();
    expect([again.status, again.body.type]).toEqual([
      409,
      'urn:openid:authzen:access-request:error:invalid_task_state',
    ]);
  });

  it('is denied with a reason', async () => {
    const { id, status_endpoint } = await submitted();
    expect((await decide(id, 'denial')).status).toBe(400);
    expect((await decide(id, 'denial', marta, { reason: 'no' })).body).toMatchObject({ status: 'denied' });
    expect(task.parse((await get(status_endpoint)).body.task).status).toBe('denied');
  });

  it('is decided by those alone whom the model names', async () => {
    const { id } = await submitted();
    const roles = ['admin', 'auditor', 'owner', 'soc'] as const;
    for (const role of roles) {
      const by = await decision.calledBy(`person:${role}`, role);
      expect([role, (await decide(id, 'approval', by)).status]).toEqual([role, 403]);
    }
    expect((await decide(id, 'approval', {})).status).toBe(401);
    const herself = await decision.calledBy(`person:${person.id}`, 'manager');
    expect(await decide(id, 'approval', herself)).toMatchObject({
      status: 403,
      body: { code: 'ERR_OWN_REQUEST' },
    });
  });

  it('is nobody else’s to see', async () => {
    const { status_endpoint } = await submitted();
    expect((await get(status_endpoint, {})).status).toBe(401);
    expect((await submit(await body(), { authorization: 'Basic eDp5' })).status).toBe(401);
    const unknown = await get(`${issuer}${requests}/arq_1`);
    expect([unknown.status, unknown.body.type]).toEqual([
      404,
      'urn:openid:authzen:access-request:error:unknown_task',
    ]);
  });

  it('is gone once it has expired', async () => {
    const { id, status_endpoint } = await submitted();
    await decision.query(`UPDATE access_request SET expires_at = now() WHERE task_id = $1`, [id]);
    const answer = await get(status_endpoint);
    expect([answer.status, answer.body.type]).toEqual([
      410,
      'urn:openid:authzen:access-request:error:task_expired',
    ]);
  });

  it('may say what its schema describes', async () => {
    const { access_request: asked } = (await evaluate()).context;
    const { status, headers, body: schema } = await get(`${asked?.endpoint}/schema.json`, {});
    expect([status, headers.get('content-type')]).toEqual([200, 'application/schema+json; charset=utf-8']);
    expect(schema).toMatchObject({ $id: `${asked?.endpoint}/schema.json`, type: 'object' });
  });
});
