import {
  call,
  claimsOf,
  delegate,
  eventually,
  UnexpectedAnswer,
  type Delivery,
  type ExamplePerson,
  type ExampleSystem,
} from '@trivium/example';
import type { PersonId, Road } from '@trivium/identity';

/** One more piece of ordinary work for a road. */
export type FloodWork = (turn: number) => Promise<unknown>;

export interface FloodScene {
  /** Somebody who stays: told about again and again. */
  readonly stayer: ExamplePerson & { readonly personId: PersonId };
  readonly repository: string;
  readonly apiToken: string;
}

type Post = (delivery: Delivery) => Promise<unknown>;

/**
 * Ordinary work of each road, on its priority lane and beside it: an HR feed that repeats itself, a pipeline that deploys and
 * scans, agents that start and complete tasks.
 */
export const floodWork: Readonly<
  Record<Road, (system: ExampleSystem, scene: FloodScene, post: Post) => Promise<FloodWork>>
> = {
  workforce:
    async (system, { stayer }, post) =>
    (turn) =>
      post(hrDelivery(system, stayer, turn)),
  workload:
    async (system, { repository }, post) =>
    async (turn) =>
      post(
        turn % 2 === 0
          ? await deployment(system, repository, turn)
          : await system.github.leak('example/nobodys', 'other'),
      ),
  agent: async (system, { stayer, apiToken }) => {
    const agent = await delegate(system, 'flood', stayer.personId);
    return async () => {
      const { access_token: token } = await agent.client.startTask(agent.agentId, agent.assertion);
      await complete(system, apiToken, token);
    };
  },
};

function hrDelivery(
  { hris }: ExampleSystem,
  { personId: _, ...person }: FloodScene['stayer'],
  turn: number,
): Delivery {
  const occurredAt = new Date().toISOString();
  return turn % 2 === 0
    ? hris.delivery({ type: 'person.joined', occurredAt, data: { ...person } })
    : hris.delivery({ type: 'person.left', occurredAt, data: { externalId: `nobody-${turn % 50}` } });
}

function deployment({ github }: ExampleSystem, repository: string, turn: number): Promise<Delivery> {
  const at = new Date().toISOString();
  const [owner, name] = repository.split('/');
  const shared = { environment: 'production', created_at: at, updated_at: at };
  return github.delivery('deployment_status', {
    action: 'created',
    deployment_status: { id: turn, state: 'success', ...shared },
    deployment: {
      id: turn,
      ref: 'main',
      sha: 'a'.repeat(40),
      task: 'deploy',
      payload: { permissions: ['orders:read'] },
      ...shared,
    },
    repository: { full_name: repository, name, owner: { login: owner } },
    sender: { login: 'deploy-bot', type: 'Bot' },
  });
}

/** The agent road hears of a task a moment after the token endpoint; its key proves it in the meantime, an administrator asks again. */
async function complete(system: ExampleSystem, apiToken: string, token: string): Promise<void> {
  const link = claimsOf(token).trv_chain.find((one) => one.startsWith('tsk_')) ?? '';
  const path = `/v1/agent/tasks/${link.slice(0, link.lastIndexOf(':'))}/complete`;
  await eventually('the task to be known', () => completed(`${system.address.gatewayUrl}${path}`, apiToken));
}

async function completed(url: string, apiToken: string): Promise<boolean> {
  try {
    const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' };
    await call('POST', url, { headers, body: '{}' });
    return true;
  } catch (error) {
    if (error instanceof UnexpectedAnswer && error.status === 404) return false;
    throw error;
  }
}
