import { Command, CommanderError } from 'commander';
import { addAgentsCommands } from './agents/agents.commands.js';
import { exitCodes, type ExitCode } from './exit-code.js';
import { addKeysCommands } from './keys/keys.commands.js';
import { addPolicyCommands } from './policy/policy.commands.js';
import { addUsersCommands } from './users/users.commands.js';
import { failureReport, render, type Act } from './report.js';

export interface Streams {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** Carries out one command line, without the name of the program, and resolves with its exit code. */
export async function run(args: readonly string[], { out, err }: Streams): Promise<ExitCode> {
  let exit: ExitCode = exitCodes.done;
  const act: Act = async (command, work) => {
    const asJson = command.optsWithGlobals<{ json?: boolean }>().json === true;
    let say = out;
    const report = await work().catch((error: unknown) => {
      if (!asJson) say = err;
      return failureReport(error);
    });
    say(render(report, asJson));
    exit = report.exit;
  };
  const program = new Command('trivium')
    .description('Governance of people, non-human identities and AI agents, from a terminal.')
    .option('--json', 'one JSON document for programs, instead of words')
    .helpCommand(false)
    .showHelpAfterError('Add --help to see what there is.')
    .configureOutput({ writeOut: out, writeErr: err })
    .exitOverride();
  addPolicyCommands(program, act);
  addKeysCommands(program, act);
  addUsersCommands(program, act);
  addAgentsCommands(program, act);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
}
