import { InvalidArgumentError, type Command } from 'commander';
import { readCliConfig } from '../cli.config.js';
import { Gateway, type Advice } from '../gateway.js';
import type { Act } from '../report.js';
import { listKeys, rotateKeys, withdrawKey } from './change-keys.js';

export const keysAdvice: Advice = {
  403: 'Ask somebody with the role admin or security (to look, auditor).',
  404: 'Run `trivium keys list` to see which keys there are.',
  503: 'Nothing was withdrawn; run it again.',
};

const gateway = () => new Gateway(readCliConfig(), keysAdvice);
const why = ['--reason <text>', 'why, for the record'] as const;

/** `trivium keys …`: the keys that sign access tokens. */
export function addKeysCommands(program: Command, act: Act): void {
  const keys = program
    .command('keys')
    .description('the keys that sign access tokens: list, rotate, withdraw')
    .helpCommand(false);
  keys
    .command('list')
    .description('say which keys there are, and which one signs')
    .action((_, command: Command) => act(command, () => listKeys(gateway())));
  keys
    .command('rotate')
    .description('let the next key sign as soon as everybody can know it; tokens of the former stay good')
    .requiredOption(...why)
    .action(({ reason }: { reason: string }, command: Command) =>
      act(command, () => rotateKeys(gateway(), reason)),
    );
  keys
    .command('withdraw')
    .description('accept nothing that a leaked key signed, from now on')
    .argument('<kid>', 'its name, as `trivium keys list` says it', kid)
    .requiredOption(...why)
    // A kid may begin with a dash, and is no option then.
    .allowUnknownOption()
    .action((name: string, { reason }: { reason: string }, command: Command) =>
      act(command, () => withdrawKey(gateway(), name, reason)),
    );
}

function kid(text: string): string {
  if (!/^[\w-]{43}$/.test(text)) throw new InvalidArgumentError('The kid of a key is expected.');
  return text;
}
