import { z } from 'zod';
import type { Gateway } from '../gateway.js';
import { bad, done, good, quiet, strong, type Report } from '../report.js';

const path = '/v1/agent/agents';
const state = z.enum(['active', 'suspended', 'retired']);
const agent = z.object({
  agentId: z.string(),
  name: z.string(),
  classification: z.string(),
  ownerId: z.string(),
  state,
  generation: z.number(),
});
const changed = agent.pick({ agentId: true, state: true, generation: true }).extend({ changed: z.boolean() });

export async function listAgents(gateway: Gateway): Promise<Report> {
  const answer = await gateway.get(z.object({ items: z.array(agent) }), path);
  const lines = answer.items.map(
    (one) =>
      `${strong(one.name)} ${one.agentId} ${wordOf(one.state)}${quiet(`; ${one.classification}, owned by ${one.ownerId}`)}`,
  );
  return { lines: lines.length > 0 ? lines : ['No agent is registered.'], json: answer, exit: done };
}

export type AgentAct = 'suspend' | 'resume' | 'retire';

const results: Readonly<Record<AgentAct, string>> = {
  suspend: 'every decision point denies it; its delegations, tasks and accounts end',
  resume: 'it may be delegated to again; what it had before stays over',
  retire: 'every decision point denies it, for good; its delegations, tasks and accounts end',
};

export async function changeAgent(
  gateway: Gateway,
  agentId: string,
  act: AgentAct,
  reason: string,
): Promise<Report> {
  const answer = await gateway.post(changed, `${path}/${encodeURIComponent(agentId)}/${act}`, { reason });
  const what = answer.changed ? results[act] : 'it was before; nothing changed';
  const lines = [`${good('✓')} ${strong(answer.agentId)} is ${wordOf(answer.state)}`, `  ${quiet(what)}`];
  return { lines, json: answer, exit: done };
}

const wordOf = (one: z.output<typeof state>) => (one === 'active' ? one : bad(one));
