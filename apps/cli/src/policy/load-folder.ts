import { InvalidGovernance, parseGovernance, readBundle, type Governance } from '@trivium/policy';
import { exitCodes } from '../exit-code.js';
import { CommandFailed } from '../report.js';

/** The folder's governance files, read and checked; findings are for whoever asks for them. */
export async function loadFolder(folder: string): Promise<Governance> {
  const bundle = await readBundle(folder);
  if (bundle.files.length > 0) return parseGovernance(bundle);
  const next = 'Name the folder that holds model.yaml, or go to where it is.';
  throw new CommandFailed(`there are no governance files in ${folder}`, exitCodes.unreachable, next);
}

/** For commands that need a correct folder and leave it to `check` to say what is wrong. */
export async function loadCorrectFolder(folder: string): Promise<Governance> {
  try {
    return await loadFolder(folder);
  } catch (error) {
    if (!(error instanceof InvalidGovernance)) throw error;
    const next = `Run \`trivium policy check ${folder}\` to see them.`;
    const message = `${folder} has mistakes (${error.findings.length})`;
    throw new CommandFailed(message, exitCodes.no, next, { cause: error });
  }
}
