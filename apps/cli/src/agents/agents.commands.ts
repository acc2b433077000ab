import type { Command } from 'commander';
import { readCliConfig } from '../cli.config.js';
import { Gateway, type Advice } from '../gateway.js';
import type { Act } from '../report.js';
import { changeAgent, listAgents, type AgentAct } from './manage-agents.js';

export const agentsAdvice: Advice = {
  400: 'Correct what the server names; `trivium agents list` says the ids.',
  403: 'Ask somebody with the role admin, security or owner.',
  404: 'Run `trivium agents list` to see which agents there are.',
  409: 'Run `trivium agents list` to see how it stands.',
};

const gateway = () => new Gateway(readCliConfig(), agentsAdvice);

const acts: readonly (readonly [AgentAct, string])[] = [
  ['suspend', 'stop an agent at once, for whomever it acts'],
  ['resume', 'let a suspended agent be delegated to again; nothing is given back'],
  ['retire', 'stop an agent for good'],
];

/** `trivium agents …`: AI agents as a whole. */
export function addAgentsCommands(program: Command, act: Act): void {
  const agents = program
    .command('agents')
    .description('AI agents as a whole: list, suspend, resume, retire')
    .helpCommand(false);
  agents
    .command('list')
    .description('say which agents there are and how they stand')
    .action((_, command: Command) => act(command, () => listAgents(gateway())));
  for (const [word, description] of acts)
    agents
      .command(word)
      .description(description)
      .argument('<agentId>', 'as `trivium agents list` says it')
      .requiredOption('--reason <text>', 'why, for the record')
      .action((agentId: string, { reason }: { reason: string }, command: Command) =>
        act(command, () => changeAgent(gateway(), agentId, word, reason)),
      );
}
