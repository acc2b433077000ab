import { keySet, SigningKey } from '@trivium/credentials';
import { accessRequestBench, asker, question, taskLife } from '../testing/access-request-bench.contract.js';

import { maxWaiting } from './submit-request.js';

type Bench = ReturnType<typeof accessRequestBench>;
type Json = Record<string, unknown>;

const refused = async (attempt: Promise<unknown>) => {
  const error = await attempt.then(
    () => ({ status: 0, code: 'accepted' }),
    (cause: unknown) => cause as { status: number; code: string },
  );
  return [error.status, error.code];
};
const invalid = [400, 'ERR_INVALID_DENIAL_BINDING'];
const other = await SigningKey.generate('ES256');

describe('a request for access', () => {
  it('is kept as the denial says, waits, and is on the record', async () => {
    const bench = accessRequestBench();
    const body = {
      ...(await bench.bodyAfter()),
      context: { business_justification: 'the audit', time: 'now' },
      requested_access: { requested_until: '2099-01-01T00:00:00Z' },
      client: { id: 'shop', source: { session_id: 's-1' } },
    };
    const request = await bench.submit(body);
    const evaluationId = body.denial.evaluation_id;
    expect(request).toMatchObject({
      taskId: expect.stringMatching(/^arq_[0-9a-f-]{36}$/),
      requester: 'tools',
      subject: question.subject,
      link: asker,
      road: 'workforce',
      kind: 'employee',
      items: [{ resource: question.resource, action: question.action, evaluationId }],
      said: { context: body.context, client: body.client, requestedAccess: [body.requested_access] },
      requestedUntil: new Date('2099-01-01T00:00:00Z'),
      expiresAt: new Date(bench.clock.now().getTime() + taskLife),
      status: 'pending',
    });
    expect(bench.entries).toEqual([
      expect.objectContaining({
        entryId: `${request.taskId}:1:request.submitted`,
        action: 'request.submitted',
        actor: { id: 'tools', kind: 'caller' },
        subject: { id: asker.id, kind: 'person' },
        chain: [`${asker.id}:2`],
        reason: 'the audit',
        detail: expect.objectContaining({ evaluationId, permission: 'read', resourceId: 'salaries' }),
      }),
    ]);
  });

  it.each<{ name: string; change: (body: Json & { denial: Json }) => Json; want: (number | string)[] }>([
    { name: 'without a denial', change: ({ denial: _, ...body }) => body, want: invalid },
    {
      name: 'with the id of its evaluation only',
      change: ({ denial: { binding_token: _, ...denial }, ...body }) => ({ ...body, denial }),
      want: invalid,
    },
    {
      name: 'for another resource',
      change: (body) => ({ ...body, resource: { type: 'table', id: 'orders' } }),
      want: invalid,
    },
    { name: 'for another action', change: (body) => ({ ...body, action: { name: 'write' } }), want: invalid },
    {
      name: 'for somebody else',
      change: (body) => ({ ...body, subject: { type: 'person', id: 'x' } }),
      want: invalid,
    },
    {
      name: 'for more of the resource',
      change: (body) => ({ ...body, resource: { ...question.resource, properties: { part: 'all' } } }),
      want: invalid,
    },
    {
      name: 'with a token of noise',
      change: (body) => ({ ...body, denial: { ...body.denial, binding_token: 'x.y.z' } }),
      want: invalid,
    },
    {
      name: 'with another evaluation',
      change: (body) => ({ ...body, denial: { ...body.denial, evaluation_id: 'dec_2' } }),
      want: invalid,
    },
    {
      name: 'with another reason',
      change: (body) => ({ ...body, denial: { ...body.denial, reason: 'contained' } }),
      want: invalid,
    },
    {
      name: 'with another template',
      change: (body) => ({ ...body, denial: { ...body.denial, template: 'any' } }),
      want: invalid,
    },
    {
      name: 'with an earlier end than the denial has',
      change: (body) => ({ ...body, denial: { ...body.denial, expires_at: '2020-01-01T00:00:00Z' } }),
      want: invalid,
    },
    {
      name: 'without the end of the denial',
      change: (body) => ({ ...body, denial: { ...body.denial, expires_at: undefined } }),
      want: [400, 'ERR_INVALID_INPUT'],
    },
    {
      name: 'with a callback that nobody agreed upon',
      change: (body) => ({ ...body, callback: { endpoint: 'https://pep.example' } }),
      want: [400, 'ERR_CALLBACK_NOT_ALLOWED'],
    },
    {
      name: 'for an actor that the caller cannot prove',
      change: (body) => ({ ...body, client: { actor: { id: 'agent-7' } } }),
      want: [403, 'ERR_ACTOR_NOT_PROVEN'],
    },
    {
      name: 'through others that the caller cannot prove',
      change: (body) => ({ ...body, client: { actor: { id: 'tools', act: { sub: 'x', iss: 'y' } } } }),
      want: [403, 'ERR_ACTOR_NOT_PROVEN'],
    },
    {
      name: 'until a moment that is over',
      change: (body) => ({ ...body, requested_access: { requested_until: '2020-01-01T00:00:00Z' } }),
      want: [400, 'ERR_INVALID_INPUT'],
    },
    {
      name: 'that is too large',
      change: (body) => ({ ...body, client: { note: 'x'.repeat(65_536) } }),
      want: [413, 'ERR_TOO_LARGE'],
    },
    {
      name: 'for items and more',
      change: (body) => ({ ...body, items: [question] }),
      want: [400, 'ERR_INVALID_INPUT'],
    },
    {
      name: 'for no items',
      change: ({ denial, subject }) => ({ denial, subject, items: [] }),
      want: [400, 'ERR_INVALID_INPUT'],
    },
    {
      name: 'as the caller that it is',
      change: (body) => ({ ...body, client: { actor: { id: 'tools' } } }),
      want: [0, 'accepted'],
    },
    {
      name: 'whose members come in another order',
      change: (body) => ({ ...body, resource: { id: 'salaries', type: 'table' } }),
      want: [0, 'accepted'],
    },
  ])('$name: $want', async ({ change, want }) => {
    const bench = accessRequestBench();
    expect(await refused(bench.submit(change(await bench.bodyAfter())))).toEqual(want);
    expect(bench.entries.length > 0).toBe(want[0] === 0);
  });

  it.each([
    {
      name: 'is too late after the denial',
      meanwhile: (bench: Bench) => bench.clock.advance(600_000),
      want: [410, 'ERR_EXPIRED_DENIAL'],
    },
    { name: 'is in time', meanwhile: (bench: Bench) => bench.clock.advance(599_000), want: [0, 'accepted'] },
    {
      name: 'is nobody’s who was contained since',
      meanwhile: (bench: Bench) => bench.chains.deny(asker),
      want: [400, 'ERR_NOT_REQUESTABLE'],
    },
  ])('$name: $want', async ({ meanwhile, want }) => {
    const bench = accessRequestBench();
    const body = await bench.bodyAfter();
    meanwhile(bench);
    expect(await refused(bench.submit(body))).toEqual(want);
  });

  it('is one too many when nobody decides the others', async () => {
    const bench = accessRequestBench();
    for (let n = 0; n < maxWaiting; n += 1) await bench.submitted();
    expect(await refused(bench.submitted())).toEqual([429, 'ERR_TOO_MANY_REQUESTS']);
  });

  it('is for the caller alone that was denied', async () => {
    const bench = accessRequestBench();
    expect(await refused(bench.submit(await bench.bodyAfter(), undefined, 'others'))).toEqual(invalid);
  });

  it('is bound to a denial of this decision point', async () => {
    const forger = accessRequestBench({ signer: other, find: keySet([other.publicJwk]) });
    expect(await refused(accessRequestBench().submit(await forger.bodyAfter()))).toEqual(invalid);
  });

  it('may name its actor elsewhere than the question did', async () => {
    const bench = accessRequestBench();
    const asked = { ...question, subject: { ...question.subject, properties: { act: { sub: 'agent-7' } } } };
    const body = { ...(await bench.bodyAfter(asked)), subject: question.subject };
    expect((await bench.submit(body)).subject).toEqual(asked.subject);
  });
});

describe('a request that comes again', () => {
  it('under the same key is the same, even after its denial', async () => {
    const bench = accessRequestBench();
    const body = await bench.bodyAfter();
    const first = await bench.submit(body, 'key-1');
    bench.clock.advance(3_600_000);
    const { denial, ...rest } = body;
    expect(await bench.submit({ denial, ...rest }, 'key-1')).toEqual(first);
    expect(bench.acts()).toEqual(['request.submitted']);
  });

  it('under the same key with another body is refused', async () => {
    const bench = accessRequestBench();
    const body = await bench.bodyAfter();
    await bench.submit(body, 'key-1');
    const changed = { ...body, context: { business_justification: 'another' } };
    expect(await refused(bench.submit(changed, 'key-1'))).toEqual([409, 'ERR_DUPLICATE_REQUEST']);
  });

  it.each([{ key: undefined }, { key: 'key-2' }])(
    'under the key $key finds its denial used',
    async ({ key }) => {
      const bench = accessRequestBench();
      const body = await bench.bodyAfter();
      await bench.submit(body, 'key-1');
      expect(await refused(bench.submit(body, key))).toEqual(invalid);
    },
  );
});

describe('several items', () => {
  const write = { ...question, action: { name: 'write' } };
  const secret = { ...question, resource: { type: 'table', id: 'keys', properties: { privileged: true } } };

  async function bundleOf(bench: Bench, ...questions: (typeof question)[]) {
    const items = [];
    for (const one of questions) {
      const { resource, action, denial } = await bench.bodyAfter(one);
      items.push({ resource, action, denial });
    }
    return { subject: question.subject, items };
  }

  it('are one request, each bound to its own denial, under the strictest rule of all', async () => {
    const bench = accessRequestBench();
    const body = await bundleOf(bench, question, write, secret);
    const request = await bench.submit({
      ...body,
      requested_access: { requested_until: '2099-01-01T00:00:00Z' },
    });
    expect(request).toMatchObject({ bundled: true, privileged: true });
    expect(request.items.map(({ action, resource }) => [action.name, resource.id])).toEqual([
      ['read', 'salaries'],
      ['write', 'salaries'],
      ['read', 'keys'],
    ]);
    expect(bench.acts()).toEqual(['request.submitted', 'request.submitted', 'request.submitted']);
  });

  it('are no request where one denial stands for all', async () => {
    const bench = accessRequestBench();
    const { items } = await bundleOf(bench, question, write);
    const [first] = items;
    const bare = items.map(({ denial: _, ...item }) => item);
    const body = { subject: question.subject, items: bare, denial: first?.denial };
    expect(await refused(bench.submit(body))).toEqual(invalid);
  });

  it('are no request where two bring the same denial', async () => {
    const bench = accessRequestBench();
    const { items, subject } = await bundleOf(bench, question);
    expect(await refused(bench.submit({ subject, items: [...items, ...items] }))).toEqual(invalid);
  });
});
