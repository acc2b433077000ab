import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inheritedEnv } from './local.config.js';

const execute = promisify(execFile);

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
  readonly timeoutMs?: number;
}

/** A program that ran and failed, or could not be run; the message carries what it printed. */
export class CommandFailed extends Error {
  constructor(command: string, cause: unknown) {
    const {
      stderr = '',
      stdout = '',
      message = '',
    } = cause as Partial<Record<'stderr' | 'stdout' | 'message', string>>;
    super(`"${command}" failed: ${(stderr.trim() || stdout.trim() || message).slice(-2000)}`, { cause });
  }
}

/** Runs a program to its end; what it wrote to both outputs. */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions = {}) {
  const { env, timeoutMs = 600_000, ...rest } = options;
  try {
    return await execute(command, [...args], {
      ...rest,
      env: { ...inheritedEnv(), ...env },
      timeout: timeoutMs,
      maxBuffer: 16 * 1024 * 1024,
    });
  } catch (cause) {
    throw new CommandFailed(command, cause);
  }
}

/** Whether a program can be run at all with these arguments; its output if so. */
export async function tryCommand(command: string, args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await runCommand(command, args, { timeoutMs: 30_000 });
    return stdout + stderr;
  } catch (error) {
    if (error instanceof CommandFailed) return undefined;
    throw error;
  }
}
