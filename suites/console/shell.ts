import { execFile } from 'node:child_process';

export interface Run {
  readonly code: number;
  readonly output: string;
}

/** Runs what somebody pasted into a terminal, in a folder of their own. */
export function paste(commands: string, cwd: string): Promise<Run> {
  return new Promise((resolve) => {
    execFile('bash', ['-e'], { cwd }, (error, stdout, stderr) =>
      resolve({
        code: typeof error?.code === 'number' ? error.code : error ? 1 : 0,
        output: stdout + stderr,
      }),
    ).stdin?.end(commands);
  });
}
