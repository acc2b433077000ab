import type { RevocationDetail } from '@trivium/contracts';
import { randomBytes } from 'node:crypto';
import type { Token } from './agent-client.js';
import { deriveToken } from './agent-client.js';
import { eventually } from './eventually.js';
import { delegate, hire, registerWorkload } from './organisation.js';
import { examplePeople } from './people.js';
import { sinceEvent, verifiedRevocation } from './revocations.js';
import type { Evaluation, ExampleSystem } from './system.js';

/** Where the demo speaks: a heading for each flow, a line for each thing that happened, a card for each proof. */
export interface Narrator {
  flow(title: string): void;
  tell(line: string): void;
  proof(revocation: RevocationDetail, deniedAfterMs: number): void;
}

/** Plays the three flows on a running system, each from the outside and on its own road. */
export async function playDemo(system: ExampleSystem, narrator: Narrator): Promise<RevocationDetail[]> {
  const seed = `demo-${randomBytes(3).toString('hex')}`;
  narrator.flow('Setting the scene');
  const [leaver, stayer] = await hire(system, examplePeople(2, seed));
  if (!leaver || !stayer) throw new Error('the scene needs two people');
  narrator.tell(
    `${leaver.displayName} and ${stayer.displayName} are hired; their accounts work: ${leaver.accounts.map(({ target }) => target).join(', ')}`,
  );
  const scene = { system, narrator, seed, leaver, stayer };
  return [await playLeaver(scene), await playLeak(scene), await playTask(scene)];
}

interface Scene {
  readonly system: ExampleSystem;
  readonly narrator: Narrator;
  readonly seed: string;
  readonly leaver: Awaited<ReturnType<typeof hire>>[number];
  readonly stayer: Awaited<ReturnType<typeof hire>>[number];
}

const loginAtOrders = (personId: string): Evaluation => ({
  subject: { type: 'person', id: personId },
  action: { name: 'login' },
  resource: { type: 'target', id: 'orders-db' },
});

async function playLeaver({ system, narrator, seed, leaver }: Scene): Promise<RevocationDetail> {
  narrator.flow('People: somebody leaves');
  const workload = await registerWorkload(system, {
    name: `${seed}-reports`,
    ownerId: leaver.personId,
    repository: `example/${seed}-reports`,
  });
  const agent = await delegate(system, `${seed}-assistant`, leaver.personId);
  narrator.tell(`${leaver.displayName} owns a service account, and an agent acts for them`);
  const token = await system.tokenOf(leaver.personId);
  const mayLogIn = async () => (await system.evaluate(loginAtOrders(leaver.personId))).decision;
  await eventually('the permission to log in', mayLogIn);
  narrator.tell('asked whether they may log in at orders-db, the decision point permits');
  const denied = await untilDenied(system, token, () => system.hris.left(leaver.externalId));
  if (await mayLogIn()) throw new Error('the decision point lets somebody log in who has left');
  const revocation = await verifiedRevocation(system, 'workforce', leaver.personId);
  narrator.proof(revocation, denied);
  narrator.tell('asked again, the decision point denies');
  await eventually('the service account to be ownerless', async () => {
    const { state } = await system.operator.get<{ state: string }>(`/v1/workload/nhis/${workload.nhiId}`);
    return state === 'ownerless';
  });
  narrator.tell('on its own road, the service account works on and waits for a new owner');
  await verifiedRevocation(system, 'agent', agent.delegationId);
  narrator.tell('on its own road, the delegation is over');
  return revocation;
}

async function playLeak({ system, narrator, seed, stayer }: Scene): Promise<RevocationDetail> {
  narrator.flow('Non-human identities: a secret leaks');
  const repository = `example/${seed}-orders`;
  const workload = await registerWorkload(system, {
    name: `${seed}-orders`,
    ownerId: stayer.personId,
    repository,
  });
  const deployment = {
    repository,
    environment: 'production',
    ref: 'main',
    sha: randomBytes(20).toString('hex'),
  };
  await system.github.deployed({ ...deployment, permissions: ['orders:read', 'orders:write'] });
  await eventually('the review', async () => {
    const reviews = await system.operator.list<{ nhiId: string }>('/v1/workload/reviews');
    return reviews.some(({ nhiId }) => nhiId === workload.nhiId);
  });
  narrator.tell('a deployment asks for more than before: a review is open');
  const { assertion } = await system.operator.send<{ assertion: string }>(
    'POST',
    `/v1/workload/nhis/${workload.nhiId}/assertions`,
  );
  const token = await system.tokenFrom(assertion);
  const denied = await untilDenied(system, token, () =>
    system.github.leaked(repository, 'postgres_connection_string'),
  );
  const revocation = await verifiedRevocation(system, 'workload', workload.credentialId);
  narrator.proof(revocation, denied);
  return revocation;
}

async function playTask({ system, narrator, seed, stayer }: Scene): Promise<RevocationDetail> {
  narrator.flow('Agents: a task ends');
  const agent = await delegate(system, `${seed}-reconciler`, stayer.personId);
  const token = await agent.client.startTask(agent.agentId, agent.assertion);
  const child = await deriveToken(system.address.decisionUrl, token.access_token);
  const taskId = await eventually('the access of the task', () => activeTask(system, agent.agentId));
  narrator.tell('the agent started a task with its own key, and handed a derived token on');
  const denied = await untilDenied(system, child, () =>
    system.operator.send('POST', `/v1/agent/tasks/${taskId}/complete`),
  );
  const revocation = await verifiedRevocation(system, 'agent', taskId);
  narrator.proof(revocation, denied);
  return revocation;
}

async function activeTask(system: ExampleSystem, agentId: string): Promise<string | undefined> {
  const tasks = await system.operator.list<{
    taskId: string;
    agentId: string;
    accounts: { state: string }[];
  }>('/v1/agent/tasks');
  return tasks.find(
    (task) =>
      task.agentId === agentId &&
      task.accounts.length > 0 &&
      task.accounts.every(({ state }) => state === 'active'),
  )?.taskId;
}

/** Milliseconds from sending to the first answer that the token is not active; it was active before. */
async function untilDenied(
  system: ExampleSystem,
  token: Token,
  end: () => Promise<unknown>,
): Promise<number> {
  if (!(await system.introspect(token)).active) throw new Error('the token was not active to begin with');
  const from = performance.now();
  const ended = end();
  const denied = await eventually(
    'the first denial',
    async () => !(await system.introspect(token)).active && performance.now() - from,
    30_000,
    1,
  );
  await ended;
  return denied;
}

/** Lines that say what a revocation went through, for a terminal. */
export function proofLines(revocation: RevocationDetail, deniedAfterMs: number): string[] {
  const stage = (name: 'contained' | 'eradicated' | 'verified') =>
    `${name} ${sinceEvent(revocation, name)} ms`;
  return [
    `${revocation.subject.label}: event → ${stage('contained')} → ${stage('eradicated')} → ${stage('verified')}`,
    `first denial seen from outside after ${deniedAfterMs.toFixed(1)} ms`,
    ...revocation.receipts.map(
      ({ target, status, method, receiptId }) =>
        `receipt ${receiptId ?? '–'}  ${target}: ${status} by ${method ?? '–'}`,
    ),
  ];
}
