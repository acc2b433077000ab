import { policyPublishedV1 } from '@trivium/contracts';
import { keySet, SigningKey, verifyCompact } from '@trivium/credentials';
import { bundleOf, bundleStatementType, readBundle, type SourceFile } from '@trivium/policy';
import { until } from '@trivium/testing';
import { startDecision, type Json, type RunningDecision } from '../testing/running-decision.contract.js';

let decision: RunningDecision;
let installed: readonly SourceFile[];
let ines: Record<string, string>;
let omar: Record<string, string>;

beforeAll(async () => {
  decision = await startDecision({ consume: false });
  installed = (await readBundle('governance')).files;
  ines = await decision.calledBy('user:ines', 'admin');
  omar = await decision.calledBy('user:omar', 'security');
});
afterAll(() => decision.stop());

function edited(path: string, from: string, to: string): readonly SourceFile[] {
  const files = installed.map((file) =>
    file.path === path ? { path, text: file.text.replace(from, to) } : file,
  );
  expect(bundleOf(files).digest).not.toBe(bundleOf(installed).digest);
  return files;
}
const depth = (number: number) => edited('model.yaml', 'maxDepth: 4', `maxDepth: ${number}`);

const propose = (files: readonly SourceFile[], by = ines) =>
  decision.post('/policy/proposals', { files: [...files], reason: 'as agreed' }, by);
const approve = (proposalId: unknown, by = omar) =>
  decision.post(`/policy/proposals/${String(proposalId)}/approval`, {}, by);
const rollBack = (body: Json = {}, by = ines) => decision.post('/policy/rollback', body, by);

async function get(path: string): Promise<Json> {
  return (await (await fetch(`${decision.url}${path}`, { headers: ines })).json()) as Json;
}
const health = async () =>
  ((await get('/health/ready')).checks as Record<string, { detail: string }>).policy?.detail ?? '';
const running = (version: unknown) => until(async () => (await health()).includes(String(version)));

describe('the governance model is published', () => {
  it('is at first the one that was installed', async () => {
    const status = await get('/policy');
    expect(status).toMatchObject({ running: expect.stringMatching(/^\d{4}\./), waiting: [] });
    expect(await health()).toBe(`runs ${String(status.running)}, publication 0`);
    expect(await get('/policy/bundle')).toEqual({ digest: bundleOf(installed).digest, files: installed });
  });

  it('by one person when it narrows access, and runs everywhere at once', async () => {
    const { status, body } = await propose(depth(3));
    expect({ status, body }).toMatchObject({
      status: 201,
      body: {
        state: 'published',
        widens: false,
        sequence: 1,
        proposedBy: 'user:ines',
        differences: [{ words: 'the depth of delegations goes from 4 to 3' }],
      },
    });
    await running(body.version);
    const question = {
      subject: { type: 'person', id: 'nobody' },
      action: { name: 'read' },
      resource: { type: 't', id: 'x' },
    };
    const answer = await decision.post('/access/v1/evaluation', question, decision.caller);
    expect(answer.body.context).toMatchObject({ policy_version: body.version });
    const metrics = await (await fetch(`${decision.url}/metrics`)).text();
    expect(metrics).toMatch(
      new RegExp(
        `trivium_policy_running\\{[^}]*version="${String(body.version).replace('+', '\\+')}"[^}]*\\} 1\\n`,
      ),
    );
  });

  it('by two people when it widens access', async () => {
    const { body } = await propose(depth(5));
    expect(body).toMatchObject({ state: 'waiting', widens: true });
    expect((await get('/policy')).waiting).toMatchObject([{ proposalId: body.proposalId }]);
    expect(await approve(body.proposalId, ines)).toMatchObject({
      status: 403,
      body: { code: 'ERR_OWN_PROPOSAL' },
    });
    const herToken = await decision.calledFor('user:ines', 'api-token:tok_2', 'security');
    expect(await approve(body.proposalId, herToken)).toMatchObject({
      status: 403,
      body: { code: 'ERR_OWN_PROPOSAL' },
    });
    const manager = await decision.calledBy('user:marta', 'manager');
    expect((await approve(body.proposalId, manager)).status).toBe(403);
    expect(await health()).not.toContain(String(body.version));

    const { status, body: published } = await approve(body.proposalId);
    expect({ status, published }).toMatchObject({
      status: 200,
      published: { state: 'published', sequence: 2, approvedBy: 'user:omar' },
    });
    await running(published.version);
    const { keys } = (await get('/policy/jwks.json')) as { keys: Parameters<typeof keySet>[0] };
    const expected = { typ: bundleStatementType, algorithms: ['EdDSA'] };
    expect(await verifyCompact(String(published.jws), keySet(keys), expected)).toMatchObject({
      digest: bundleOf(depth(5)).digest,
      widens: true,
      proposedBy: 'user:ines',
      approvedBy: 'user:omar',
    });
    expect(await approve(body.proposalId)).toMatchObject({
      status: 409,
      body: { code: 'ERR_PUBLISHED_ALREADY' },
    });
  });

  it('never by one person twice, not even past the service', async () => {
    const { body } = await propose(depth(6));
    const forced = decision.query(
      `UPDATE policy_bundle SET sequence = 99, published_at = now(), jws = 'x', approved_by = proposed_by WHERE proposal_id = $1`,
      [body.proposalId],
    );
    await expect(forced).rejects.toThrow('violates check constraint');
  });

  it('only on top of what it was compared with', async () => {
    const [one, other] = [await propose(depth(7)), await propose(depth(8))];
    expect((await approve(one.body.proposalId)).status).toBe(200);
    expect(await approve(other.body.proposalId)).toMatchObject({
      status: 409,
      body: { code: 'ERR_POLICY_CHANGED_MEANWHILE' },
    });
  });

  it('and taken back in one call, under the same rules', async () => {
    const { status, body } = await rollBack();
    expect({ status, body }).toMatchObject({
      status: 201,
      body: { state: 'published', sequence: 4, digest: bundleOf(depth(5)).digest, widens: false },
    });
    expect(body.reason).toMatch(/^rollback to \d{4}/);
    await running(body.version);
    expect((await rollBack()).body).toMatchObject({ state: 'waiting', widens: true });
    expect(await rollBack({ version: '2020.1.1+0' })).toMatchObject({
      status: 404,
      body: { code: 'ERR_NO_EARLIER_POLICY' },
    });
  });
});

describe('nothing is published', () => {
  it.each([
    {
      name: 'that has a mistake',
      files: () => edited('policies/agent.cedar', 'context.denials >= 5', 'context.refusals >= 5'),
      want: {
        status: 422,
        code: 'ERR_INVALID_GOVERNANCE',
        says: /^policies\/agent\.cedar:\d+: repeated-denials/,
      },
    },
    {
      name: 'that fails its decision tables',
      files: () => edited('policies/agent.cedar', 'context.denials >= 5', 'context.denials >= 4'),
      want: {
        status: 422,
        code: 'ERR_POLICY_FAILS_ITS_CASES',
        says: /^the case "four denials are borne" fails/,
      },
    },
    {
      name: 'without a model',
      files: () => installed.filter(({ path }) => path !== 'model.yaml'),
      want: { status: 422, code: 'ERR_INVALID_GOVERNANCE', says: /^model\.yaml:1: is missing/ },
    },
    {
      name: 'that leaves its folder',
      files: () => [...installed, { path: '../model.yaml', text: '' }],
      want: { status: 400, code: 'ERR_INVALID_INPUT', says: /./ },
    },
  ])('$name', async ({ files, want }) => {
    const { status, body } = await propose(files());
    const [error] = body.errors as { detail: string }[];
    expect({ status, code: body.code, says: error?.detail }).toEqual({
      status: want.status,
      code: want.code,
      says: expect.stringMatching(want.says),
    });
  });

  it('that is in force already', async () => {
    const { files } = await get('/policy/bundle');
    expect(await propose(files as SourceFile[])).toMatchObject({
      status: 409,
      body: { code: 'ERR_SAME_POLICY' },
    });
  });

  it('by those who may only look', async () => {
    const auditor = await decision.calledBy('person:adil', 'auditor');
    expect((await propose(depth(2), auditor)).status).toBe(403);
    expect((await propose(depth(2), {})).status).toBe(401);
  });

  it('under another key than the publisher’s, whoever writes to the topic', async () => {
    const bundle = bundleOf(depth(9));
    const facts = { name: 'trivium' as const, version: '2026.12.9+0', digest: bundle.digest, sequence: 100 };
    const statement = {
      ...facts,
      widens: false,
      reason: 'x',
      proposedBy: 'x',
      publishedAt: new Date().toISOString(),
    };
    const jws = await (await SigningKey.generate('EdDSA')).signCompact(statement, bundleStatementType);
    const data = {
      ...facts,
      files: bundle.files.map((file) => ({ ...file })),
      jws,
      publishedAt: new Date().toISOString(),
    };
    const before = (await get('/policy')).running;
    await decision.tell(policyPublishedV1, data);
    await until(async () => (await health()).includes('is not believed'));
    expect((await get('/policy')).running).toBe(before);
  });
});
