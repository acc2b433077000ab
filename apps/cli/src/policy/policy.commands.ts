import type { Command } from 'commander';
import type { Report } from '../report.js';
import { checkPolicy } from './check-policy.js';
import { diffPolicy } from './diff-policy.js';
import { loadCorrectFolder } from './load-folder.js';
import { readRecordedDecisions, replayPolicy } from './replay-policy.js';
import { testPolicy } from './test-policy.js';

export type Act = (command: Command, work: () => Promise<Report>) => Promise<void>;

const usualFolder = 'governance';

/** `trivium policy …`: the governance model as files in a folder, and as what the system runs. */
export function addPolicyCommands(program: Command, act: Act): void {
  const policy = program
    .command('policy')
    .description('the governance model: check, test, compare and publish it')
    .helpCommand(false);
  policy
    .command('check')
    .description('say everything that is wrong in a folder, with file and line')
    .argument('[folder]', 'where the governance files are', usualFolder)
    .action((folder: string, _, command: Command) => act(command, () => checkPolicy(folder)));
  policy
    .command('test')
    .description('run the decision tables of a folder')
    .argument('[folder]', 'where the governance files are', usualFolder)
    .action((folder: string, _, command: Command) => act(command, () => testPolicy(folder)));
  policy
    .command('diff')
    .description('say what differs between two folders, and whether access widens')
    .argument('<before>', 'a folder')
    .argument('[after]', 'a folder', usualFolder)
    .action((before: string, after: string, _, command: Command) =>
      act(command, async () => diffPolicy(await loadCorrectFolder(before), await loadCorrectFolder(after))),
    );
  policy
    .command('replay')
    .description('make recorded decisions again under a draft, and list those that would change')
    .argument('[folder]', 'where the draft is', usualFolder)
    .requiredOption('--from <file>', 'recorded decisions, one per line, as JSON')
    .action((folder: string, { from }: { from: string }, command: Command) =>
      act(command, async () => replayPolicy(folder, await readRecordedDecisions(from))),
    );
}
