import { bundleOf, parseGovernance, type Governance } from '@trivium/policy';
import { InvalidArgumentError, type Command } from 'commander';
import { readCliConfig } from '../cli.config.js';
import { exitCodes } from '../exit-code.js';
import { Gateway, type Advice } from '../gateway.js';
import { CommandFailed, type Act } from '../report.js';
import { checkPolicy } from './check-policy.js';
import { diffPolicy } from './diff-policy.js';
import { loadCorrectFolder } from './load-folder.js';
import { policyPath, publishedFiles } from './proposal.js';
import { approvePolicy, publishPolicy, rollBackPolicy, showStatus } from './publish-policy.js';
import { lastDecisions } from './recorded-decisions.js';
import { readRecordedDecisions, replayPolicy } from './replay-policy.js';
import { testPolicy } from './test-policy.js';

const usualFolder = 'governance';
const inForce = 'published';
const folderIs = 'where the governance files are';

/** `trivium policy …`: the governance model as files in a folder, and as what the system runs. */
export function addPolicyCommands(program: Command, act: Act): void {
  const policy = program
    .command('policy')
    .description('the governance model: check, test, compare and publish it')
    .helpCommand(false);
  addLocalCommands(policy, act);
  addServerCommands(policy, act);
}

const advice: Advice = {
  403: 'Ask somebody with the role admin or security, other than the proposer.',
  404: 'Run `trivium policy status` to see what there is.',
  409: 'Run `trivium policy status` to see what has changed.',
  422: 'Run `trivium policy check` and `trivium policy test` in the folder.',
};

const gateway = () => new Gateway(readCliConfig(), advice);

function addLocalCommands(policy: Command, act: Act): void {
  policy
    .command('check')
    .description('say everything that is wrong in a folder, with file and line')
    .argument('[folder]', folderIs, usualFolder)
    .action((folder: string, _, command: Command) => act(command, () => checkPolicy(folder)));
  policy
    .command('test')
    .description('run the decision tables of a folder')
    .argument('[folder]', folderIs, usualFolder)
    .action((folder: string, _, command: Command) => act(command, () => testPolicy(folder)));
  policy
    .command('diff')
    .description(`say what differs, and whether access widens; "${inForce}" is the version in force`)
    .argument('[before]', `a folder, or "${inForce}"`, inForce)
    .argument('[after]', `a folder, or "${inForce}"`, usualFolder)
    .action((before: string, after: string, _, command: Command) =>
      act(command, async () => diffPolicy(await versionAt(before), await versionAt(after))),
    );
  policy
    .command('replay')
    .description('make recorded decisions again under a draft, and list those that would change')
    .argument('[folder]', 'where the draft is', usualFolder)
    .option('--from <file>', 'recorded decisions, one per line, as JSON, instead of the audit record')
    .option('--last <number>', 'how many decisions of the audit record', wholeNumber, 1_000)
    .action((folder: string, { from, last }: { from?: string; last: number }, command: Command) =>
      act(command, async () =>
        replayPolicy(folder, await (from ? readRecordedDecisions(from) : lastDecisions(gateway(), last))),
      ),
    );
}

function addServerCommands(policy: Command, act: Act): void {
  policy
    .command('publish')
    .description('propose a folder; in force at once unless it may widen access')
    .argument('[folder]', folderIs, usualFolder)
    .requiredOption('--reason <text>', 'why, for the record')
    .action((folder: string, { reason }: { reason: string }, command: Command) =>
      act(command, () => publishPolicy(gateway(), folder, reason)),
    );
  policy
    .command('approve')
    .description('put a proposal of somebody else in force')
    .argument('<proposal>', 'its id, pol_…')
    .action((proposalId: string, _, command: Command) =>
      act(command, () => approvePolicy(gateway(), proposalId)),
    );
  policy
    .command('rollback')
    .description('go back to the version before the one in force, or to a named one')
    .argument('[version]', 'a version that was published before')
    .action((version: string | undefined, _, command: Command) =>
      act(command, () => rollBackPolicy(gateway(), version)),
    );
  policy
    .command('status')
    .description('say what is in force and what waits for a second person')
    .action((_, command: Command) => act(command, () => showStatus(gateway())));
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new InvalidArgumentError('A whole number from 1 to 999999 is expected.');
  return Number(text);
}

async function versionAt(name: string): Promise<Governance> {
  if (name !== inForce) return loadCorrectFolder(name);
  const { files, digest } = await gateway().get(publishedFiles, `${policyPath}/bundle`);
  const bundle = bundleOf(files);
  if (bundle.digest === digest) return parseGovernance(bundle);
  const next = 'Look into what stands between this machine and the gateway.';
  throw new CommandFailed('the files do not have the digest that the server names', exitCodes.refused, next);
}
