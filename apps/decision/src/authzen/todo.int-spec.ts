import { bundleOf, readBundle, RunningModel, type Entity, type SourceFile } from '@trivium/policy';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { startAuthzen, type RunningAuthzen } from '../testing/authzen-bench.contract.js';

const folder = 'apps/decision/src/testing/todo-governance';
const payloads = '../shared/payloads/authzen';
const request = z.record(z.string(), z.unknown());
const one = z.object({ request, expected: z.boolean() });
const many = z.object({ request, expected: z.array(z.object({ decision: z.boolean() })) });
/** The first drafts called the list `decisions`. */
const vectors = z
  .object({
    evaluation: z.array(one).optional(),
    decisions: z.array(one).optional(),
    evaluations: z.array(many).default([]),
  })
  .transform(({ evaluation, decisions, evaluations }) => ({
    single: evaluation ?? decisions ?? [],
    evaluations,
  }));
const users = z.record(z.string(), z.object({ email: z.string(), roles: z.array(z.string()) }));
const entities = z.array(z.unknown());
const answered = z.array(z.object({ decision: z.boolean() }));

const present = await stat(payloads).then(
  () => true,
  () => false,
);

/** The table of users that the scenario's own text holds, under both names by which the vectors call them. */
async function usersOfScenario(): Promise<readonly Entity[]> {
  const text = await readFile(join(payloads, 'todo-1.1-scenario.md'), 'utf8');
  const [, block = ''] = /^## Attributes associated[\s\S]*?```js\n([\s\S]*?)```/m.exec(text) ?? [];
  return Object.entries(users.parse(JSON.parse(block))).flatMap(([id, { email, roles }]) =>
    [id, email].map((name) => ({ uid: { type: 'User', id: name }, attrs: { email, roles }, parents: [] })),
  );
}

/** The folder's files, with the model of the project and these users declared too. */
async function todoModel(also: readonly Entity[]): Promise<RunningModel> {
  const { files } = await readBundle(folder);
  const model = { path: 'model.yaml', text: await readFile('governance/model.yaml', 'utf8') };
  const withAlso = ({ path, text }: SourceFile) =>
    path === 'entities.json'
      ? { path, text: JSON.stringify([...entities.parse(JSON.parse(text)), ...also]) }
      : { path, text };
  return new RunningModel(bundleOf([model, ...files.map(withAlso)]));
}

let authzen: RunningAuthzen;
beforeAll(async () => {
  authzen = await startAuthzen(await todoModel(present ? await usersOfScenario() : []));
});
afterAll(() => authzen.stop());

async function replayed(file: string): Promise<number> {
  const { single, evaluations } = vectors.parse(JSON.parse(await readFile(file, 'utf8')));
  for (const { request: body, expected } of single) {
    const answer = await authzen.post('/access/v1/evaluation', body);
    expect({ body, decision: answer.body.decision }).toEqual({ body, decision: expected });
  }
  for (const { request: body, expected } of evaluations) {
    const answer = await authzen.post('/access/v1/evaluations', body);
    expect({ body, decisions: answered.parse(answer.body.evaluations) }).toEqual({
      body,
      decisions: expected,
    });
  }
  return single.length + evaluations.length;
}

const recorded = [
  { file: 'todo-decisions.json', requests: 40 },
  { file: 'todo-decisions-1_0-00.json', requests: 40 },
  { file: 'todo-decisions-1_0-01.json', requests: 40 },
  { file: 'todo-decisions-1_0-02.json', requests: 43 },
];

describe('the todo scenario', () => {
  it('is decided as its samples say', async () => {
    expect(await replayed(join(folder, 'todo.samples.json'))).toBe(35);
    const { body } = await authzen.post('/access/v1/evaluation', {
      subject: { type: 'user', id: 'u-1' },
      action: { name: 'can_read_todos' },
      resource: { type: 'todo', id: 't-0' },
    });
    expect(body.context).toMatchObject({ reason: 'permitted_by_policy', policies: ['everybody-reads'] });
  });

  const where = present || process.env.CI === 'true' ? recorded : [];
  for (const { file, requests } of where)
    it(`is decided as the public ${file} says`, async () => {
      expect(await replayed(join(payloads, file))).toBe(requests);
    });
});
