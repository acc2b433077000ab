import { claimsOf, delegate, eventually, UnexpectedAnswer, type DelegatedAgent } from '@trivium/example';
import type { BenchSystem } from '../bench-system.js';
import { each } from '../timed.js';
import type { BenchedRoad, Ending } from './benched-road.js';
import type { Leavers } from './leavers.js';

const atOnce = 8;

interface TaskAnswer {
  readonly accounts: readonly { readonly state: string }[];
}

/** Agents that start tasks with their own key and complete them by the API. */
export class Tasks implements BenchedRoad {
  readonly road = 'agent';
  readonly event = 'task completion';
  readonly #agents: DelegatedAgent[] = [];

  constructor(
    private readonly system: BenchSystem,
    private readonly leavers: Leavers,
  ) {}

  async prepare(count: number): Promise<readonly Ending[]> {
    return each(await this.start(count), atOnce, async (ending) => {
      await this.#granted(ending.taskId);
      return ending;
    });
  }

  /** Tasks whose access at the targets may still be on its way. */
  async start(count: number): Promise<readonly (Ending & { readonly taskId: string })[]> {
    const agents = await this.#delegated();
    const turns = Array.from({ length: count }, (_, turn) => agents[turn % agents.length]!);
    return each(turns, atOnce, async (agent) => {
      const { access_token: token } = await agent.client.startTask(agent.agentId, agent.assertion);
      const taskId = taskOf(token);
      const completion = this.system.api(`/v1/agent/tasks/${taskId}/complete`);
      return { token, taskId, send: () => this.system.http.post(completion) };
    });
  }

  async #delegated(): Promise<readonly DelegatedAgent[]> {
    if (this.#agents.length > 0) return this.#agents;
    const [delegator] = await this.leavers.hire(1);
    const names = Array.from({ length: 8 }, (_, at) => `worker-${at}`);
    const one = (name: string) => delegate(this.system.example, name, delegator!.personId);
    this.#agents.push(...(await each(names, atOnce, one)));
    return this.#agents;
  }

  #granted(taskId: string): Promise<boolean> {
    return eventually(
      `the access of ${taskId}`,
      async () => {
        const task = await this.#find(taskId);
        return (
          task !== undefined &&
          task.accounts.length > 0 &&
          task.accounts.every(({ state }) => state === 'active')
        );
      },
      60_000,
      50,
    );
  }

  /** Undefined while the agent road has not heard of it. */
  async #find(taskId: string): Promise<TaskAnswer | undefined> {
    try {
      return await this.system.example.operator.get<TaskAnswer>(`/v1/agent/tasks/${taskId}`);
    } catch (error) {
      if (error instanceof UnexpectedAnswer && error.status === 404) return undefined;
      throw error;
    }
  }
}

function taskOf(token: string): string {
  const link = claimsOf(token).trv_chain.find((one) => one.startsWith('tsk_'));
  if (!link) throw new Error('the credential of a task names no task');
  return link.slice(0, link.lastIndexOf(':'));
}
