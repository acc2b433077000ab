import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineOf, loadGovernance } from '@trivium/policy';
import { readCliConfig } from './cli.config.js';
import { run } from './program.js';

let folder: string;
let draft: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trivium-cli-'));
  draft = join(folder, 'draft');
});
beforeEach(async () => {
  await rm(draft, { recursive: true, force: true });
  await cp('governance', draft, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function trivium(...args: string[]) {
  const said = { out: '', err: '' };
  const exit = await run(args, {
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
  });
  return { exit, ...said };
}

async function edit(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(draft, path), 'utf8');
  expect(text).toContain(from);
  await writeFile(join(draft, path), text.replace(from, to));
}

describe('trivium policy', () => {
  it('checks the governance of this project', async () => {
    const { exit, out } = await trivium('policy', 'check');
    expect({ exit, out }).toEqual({ exit: 0, out: expect.stringMatching(/^✓ governance is correct: \d{4}/) });
  });

  it('tests the governance of this project', async () => {
    const { exit, out } = await trivium('policy', 'test');
    expect({ exit, out }).toEqual({ exit: 0, out: expect.stringMatching(/^✓ \d+ cases in 4 tables pass/) });
  });

  it('shows a mistake at its file and line', async () => {
    await edit('policies/agent.cedar', 'context.denials >= 5', 'context.refusals >= 5');
    const { exit, out } = await trivium('policy', 'check', draft);
    expect(exit).toBe(1);
    expect(out).toMatch(/^✗ 1 mistake in /);
    expect(out).toMatch(
      /policies\/agent\.cedar:\d+:\d+\n {2}repeated-denials: attribute `refusals` in context/,
    );
    expect(out).toContain(`run \`trivium policy check ${draft}\` again`);
  });

  it('shows a case that fails, and a policy that none decides', async () => {
    await edit('policies/agent.cedar', 'context.denials >= 5', 'context.denials >= 6');
    const { exit, out } = await trivium('policy', 'test', draft);
    expect(exit).toBe(1);
    expect(out).toMatch(/1 failed, 1 policy untested/);
    expect(out).toMatch(
      /cases\/agent\.cases\.yaml:\d+\n {2}five are not\n {2}expected deny because of repeated-denials/,
    );
    expect(out).toContain('decided  allow because of agent-calls-delegated-tool');
    expect(out).toContain('repeated-denials\n  decides no case');
  });

  it('says what differs, and in its exit code whether access widens', async () => {
    expect(await trivium('policy', 'diff', 'governance', draft)).toMatchObject({
      exit: 0,
      out: expect.stringContaining('say the same'),
    });
    await edit('model.yaml', 'ttl: { default: P7D, max: P30D }', 'ttl: { default: P6D, max: P30D }');
    expect(await trivium('policy', 'diff', 'governance', draft)).toMatchObject({
      exit: 0,
      out: expect.stringContaining('Access does not widen.'),
    });
    expect(await trivium('policy', 'diff', draft, 'governance')).toMatchObject({
      exit: 1,
      out: expect.stringContaining('the usual life goes from 6 days to 7 days'),
    });
  });

  it('replays recorded decisions against a draft', async () => {
    const file = join(folder, 'decisions.jsonl');
    await writeFile(file, await recorded());
    expect(await trivium('policy', 'replay', '--from', file)).toMatchObject({
      exit: 0,
      out: expect.stringContaining('would be made the same way'),
    });
    await edit('policies/agent.cedar', 'context.denials >= 5', 'context.denials >= 4');
    const { exit, out } = await trivium('policy', 'replay', draft, '--from', file);
    expect(exit).toBe(1);
    expect(out).toMatch(/! 1 of \d+ recorded decisions would change/);
    expect(out).toContain('planner call_tool search\n  allow → deny: repeated-denials');
  });

  it('knows nothing from no decisions', async () => {
    const file = join(folder, 'none.jsonl');
    await writeFile(file, '\n');
    expect((await trivium('policy', 'replay', '--from', file)).exit).toBe(1);
  });

  it('answers programs with one JSON document', async () => {
    const { exit, out } = await trivium('--json', 'policy', 'check', draft);
    expect({ exit, document: JSON.parse(out) }).toMatchObject({
      exit: 0,
      document: { correct: true, findings: [] },
    });
    await edit('model.yaml', 'failMode: strict', 'failMode: lax');
    const broken = await trivium('policy', 'check', '--json', draft);
    expect(JSON.parse(broken.out)).toMatchObject({
      correct: false,
      findings: [{ file: join(draft, 'model.yaml'), line: 5, column: 5 }],
    });
  });

  it.each([
    { name: 'a word it does not know', args: ['policy', 'chek'], exit: 2, err: 'Did you mean check?' },
    {
      name: 'a missing option',
      args: ['policy', 'publish'],
      exit: 2,
      err: "required option '--reason <text>'",
    },
    {
      name: 'a number that is none',
      args: ['policy', 'replay', '--last', 'all'],
      exit: 2,
      err: 'A whole number',
    },
    { name: 'a server without a token', args: ['policy', 'status'], exit: 2, err: 'Set TRIVIUM_TOKEN' },
    { name: 'nothing', args: [], exit: 2, err: 'Usage: trivium' },
    {
      name: 'a folder that is not there',
      args: ['policy', 'check', 'nowhere'],
      exit: 3,
      err: 'Name the folder',
    },
    {
      name: 'a file that is not there',
      args: ['policy', 'replay', '--from', 'nowhere'],
      exit: 3,
      err: 'nowhere cannot be read',
    },
  ])('answers $name with exit code $exit and what to do', async ({ args, exit, err }) => {
    expect(await trivium(...args)).toEqual({ exit, out: '', err: expect.stringContaining(err) });
  });
});

it('takes a setting that is set to nothing for one that is not set', () =>
  expect(readCliConfig({ TRIVIUM_TOKEN: '', TRIVIUM_URL: '' })).toEqual(readCliConfig({})));

async function recorded(): Promise<string> {
  const governance = await loadGovernance('governance');
  const engine = engineOf(governance);
  const lines = governance.cases.map(({ principal, action, resource, context, entities }, index) => {
    const question = { principal, action, resource, context, entities };
    const { decision, determining } = engine.decide(question);
    const how = { decisionId: `dec_${index}`, at: '2026-03-02T08:15:30Z', policyVersion: governance.version };
    return JSON.stringify({ ...how, decision, determining, question });
  });
  engine.dispose();
  return lines.join('\n');
}
