import type { Command } from 'commander';
import { readCliConfig } from '../cli.config.js';
import { Gateway, type Advice } from '../gateway.js';
import type { Act } from '../report.js';
import { addUser, changeUser, listUsers, resetPassword } from './manage-users.js';

export const usersAdvice: Advice = {
  400: 'Correct what the server names; roles are admin, security, owner, manager, auditor and soc.',
  403: 'Ask somebody with the role admin.',
  404: 'Run `trivium users list` to see who there is.',
  409: 'Run `trivium users list` to see who there is.',
};

const gateway = () => new Gateway(readCliConfig(), usersAdvice);
const name = ['<userName>', 'as `trivium users list` says it'] as const;

/** `trivium users …`: the people who may sign in. */
export function addUsersCommands(program: Command, act: Act): void {
  const users = program
    .command('users')
    .description('the people who may sign in: list, add, roles, disable, enable, reset-password')
    .helpCommand(false);
  users
    .command('list')
    .description('say who there is, also those who may not sign in any more')
    .action((_, command: Command) => act(command, () => listUsers(gateway())));
  users
    .command('add')
    .description('let somebody sign in; says a one-time password to hand over')
    .argument('<userName>', 'letters, digits and . _ @ -')
    .requiredOption('--roles <role...>', 'what they may do')
    .option('--name <text>', 'what they are called')
    .action((userName: string, options: { roles: string[]; name?: string }, command: Command) => {
      const { roles, name: displayName } = options;
      return act(command, () => addUser(gateway(), { userName, roles, ...(displayName && { displayName }) }));
    });
  users
    .command('roles')
    .description('say anew what somebody may do, at once')
    .argument(...name)
    .argument('<role...>', 'all of them')
    .action((userName: string, roles: string[], _, command: Command) =>
      act(command, () => changeUser(gateway(), userName, { roles })),
    );
  for (const [word, active, description] of [
    ['disable', false, 'sign somebody out for good, and end their API tokens'],
    ['enable', true, 'let somebody sign in again; what ended stays ended'],
  ] as const)
    users
      .command(word)
      .description(description)
      .argument(...name)
      .action((userName: string, _, command: Command) =>
        act(command, () => changeUser(gateway(), userName, { active })),
      );
  users
    .command('reset-password')
    .description('give somebody another one-time password, and sign them out')
    .argument(...name)
    .action((userName: string, _, command: Command) =>
      act(command, () => resetPassword(gateway(), userName)),
    );
}
