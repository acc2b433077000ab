import { eventually, examplePeople, hire, type Evaluated, type Employee } from '@trivium/example';
import { projectRoot, runCommand } from '@trivium/local';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSystem, type SystemUnderTest } from '../system.js';

interface KeptDecision {
  readonly decisionId: string;
  readonly decision: 'allow' | 'deny';
}

let system: SystemUnderTest;
let person: Employee;
beforeAll(async () => {
  system = await startSystem();
  [person] = (await hire(system, examplePeople(1, 'asked'))) as [Employee];
});
afterAll(() => system.stop());

const question = (id: string) => ({
  subject: { type: 'person', id: person.personId },
  action: { name: 'login' },
  resource: { type: 'target', id },
});

/** All of the person's decisions that the audit road has. */
async function recorded(): Promise<ReadonlyMap<string, KeptDecision>> {
  const found = new Map<string, KeptDecision>();
  let before = '';
  for (;;) {
    const path = `/v1/audit/decisions?subject=${person.personId}&limit=500${before}`;
    const { items, next } = await system.operator.get<{ items: KeptDecision[]; next?: number }>(path);
    for (const item of items) found.set(item.decisionId, item);
    if (next === undefined) return found;
    before = `&before=${next}`;
  }
}

/** Enforcement points that ask in a loop and remember what they were answered. */
class Askers {
  readonly answers = new Map<string, Evaluated>();
  #asking = true;
  readonly #loops: Promise<void>[];

  constructor(clients: number) {
    this.#loops = Array.from({ length: clients }, (_, client) => this.#ask(client));
  }

  async stop(): Promise<void> {
    this.#asking = false;
    await Promise.all(this.#loops);
  }

  async #ask(client: number): Promise<void> {
    for (let turn = client; this.#asking; turn += 1) {
      try {
        const answer = await system.evaluate(question(turn % 2 ? 'orders-db' : 'payroll'));
        this.answers.set(answer.context.decision_id, answer);
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }
}

it('every decision that was answered is recorded, also around a kill', async () => {
  await eventually('the grant', async () => (await system.evaluate(question('orders-db'))).decision);
  const askers = new Askers(16);
  const answered = (count: number) =>
    eventually('answers', () => Promise.resolve(askers.answers.size > count));
  await answered(500);
  await system.killAndRestart('decision');
  await answered(askers.answers.size + 500);
  await askers.stop();

  const ids = [...askers.answers.keys()];
  const isLast = async () => (await recorded()).has(ids.at(-1)!);
  await eventually('the last of them in the record', isLast, 60_000, 500);
  const isComplete = async () => {
    const found = await recorded();
    return ids.every((id) => found.has(id)) && found;
  };
  // What the killed process left behind is taken up ten seconds after it wrote for the last time.
  const kept = await eventually('all of them in the record', isComplete, 60_000, 2_000);
  for (const [id, { decision }] of askers.answers)
    expect([id, kept.get(id)?.decision]).toEqual([id, decision ? 'allow' : 'deny']);
  const decisions = [...askers.answers.values()].map(({ decision }) => decision);
  expect(new Set(decisions)).toEqual(new Set([true, false]));
});

describe('trivium policy replay', () => {
  let draft: string;
  let token: string;
  beforeAll(async () => {
    draft = await mkdtemp(join(tmpdir(), 'trivium-draft-'));
    await cp('governance', draft, { recursive: true });
    const created = { name: 'replay', roles: ['auditor'] };
    ({ token } = await system.operator.send<{ token: string }>('POST', '/v1/api-tokens', created));
  });
  afterAll(() => rm(draft, { recursive: true, force: true }));

  async function replay(): Promise<{ replayed: number; changed: { recorded: KeptDecision }[] }> {
    const program = join(projectRoot(), 'apps/cli/dist/src/main.js');
    const script = [program, '--json', 'policy', 'replay', draft, '--last', '700'].map((word) => `'${word}'`);
    const env = { TRIVIUM_URL: system.address.gatewayUrl, TRIVIUM_TOKEN: token };
    const { stdout } = await runCommand('sh', ['-c', `'${process.execPath}' ${script.join(' ')} || true`], {
      env,
    });
    return JSON.parse(stdout) as Awaited<ReturnType<typeof replay>>;
  }

  it('makes the last decisions again: the same model changes none, a stricter draft those that it denies', async () => {
    await eventually('decisions to replay', async () => (await recorded()).size > 0);
    expect(await replay()).toMatchObject({ changed: [] });
    const file = join(draft, 'policies/workforce.cedar');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('action in Action::"access"', 'action == Action::"read"'));
    const { replayed, changed } = await replay();
    expect(changed.length).toBeGreaterThan(0);
    expect(changed).toHaveLength(replayed);
  });
});
