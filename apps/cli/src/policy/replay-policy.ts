import {
  engineOf,
  recordedDecision,
  replay,
  type ChangedDecision,
  type RecordedDecision,
} from '@trivium/policy';
import { readFile } from 'node:fs/promises';
import { exitCodes } from '../exit-code.js';
import { CommandFailed, count, done, good, quiet, strong, warning, type Report } from '../report.js';
import { loadCorrectFolder } from './load-folder.js';

/** Makes recorded decisions again under a draft and lists every one that would change. */
export async function replayPolicy(folder: string, records: readonly RecordedDecision[]): Promise<Report> {
  const governance = await loadCorrectFolder(folder);
  const engine = engineOf(governance);
  const { replayed, changed } = replay(records, engine);
  engine.dispose();
  const json = { version: governance.version, replayed, changed };
  if (replayed === 0) {
    const lines = [
      `${warning('!')} there was no recorded decision to make again, so nothing is known about ${governance.version}`,
    ];
    return { lines, json, exit: exitCodes.no };
  }
  if (changed.length === 0) {
    const lines = [
      `${good('✓')} ${count(replayed, 'recorded decision')} would be made the same way under ${governance.version}`,
    ];
    return { lines, json, exit: done };
  }
  const lines = [
    `${warning('!')} ${changed.length} of ${count(replayed, 'recorded decision')} would change under ${strong(governance.version)}`,
    ...changed.flatMap(linesOf),
  ];
  return { lines, json, exit: exitCodes.no };
}

function linesOf({ recorded, now }: ChangedDecision): string[] {
  const { principal, action, resource } = recorded.question;
  const because = now.determining.length > 0 ? now.determining.join(', ') : 'no policy applies';
  return [
    '',
    strong(`${principal.id} ${action} ${resource.id}`),
    `  ${recorded.decision} → ${now.decision}: ${because}`,
    quiet(`  ${recorded.decisionId}, ${recorded.at}, under ${recorded.policyVersion}`),
    ...now.errors.map((error) => `  ${error}`),
  ];
}

/** One recorded decision per line, as JSON. */
export async function readRecordedDecisions(file: string): Promise<readonly RecordedDecision[]> {
  const text = await readText(file);
  return text
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseLine(file, index + 1, line)]));
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const next = 'Name a file with one recorded decision per line, as JSON.';
    throw new CommandFailed(`${file} cannot be read`, exitCodes.unreachable, next, { cause });
  }
}

function parseLine(file: string, line: number, text: string): RecordedDecision {
  const parsed = recordedDecision.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const what = issue
    ? `${issue.path.map(String).join('.') || 'the line'}: ${issue.message}`
    : 'not a decision';
  const next = 'Correct the line or leave it out; the README shows the form of a recorded decision.';
  throw new CommandFailed(`${file}:${line}: ${what}`, exitCodes.no, next, { cause: parsed.error });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
