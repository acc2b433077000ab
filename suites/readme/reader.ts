import { projectRoot } from '@trivium/local';
import { readmeBlock, readmeBlocks } from '@trivium/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';

export interface Ran {
  readonly code: number;
  readonly output: string;
}

export interface Running {
  readonly child: ChildProcess;
  /** What it has said so far on standard output. */
  output(): string;
  /** Resolves when it has ended and everything is said. */
  readonly ended: Promise<number>;
}

/** Somebody who follows the README in a folder of their own, inside the checkout as the README says. */
export class Reader {
  private constructor(readonly folder: string) {}

  /** `.data` is the running system's; every script of the README is saved under its name. */
  static async sitDown(dataDir: string): Promise<Reader> {
    const cache = join(projectRoot(), '.cache');
    await mkdir(cache, { recursive: true });
    const folder = await mkdtemp(join(cache, 'readme-'));
    await symlink(dataDir, join(folder, '.data'));
    for (const [name, code] of readmeBlocks('js')) await writeFile(join(folder, name), code);
    return new Reader(folder);
  }

  getUp(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }

  node(...args: readonly string[]): Promise<Ran> {
    return finished(this.start(process.execPath, args));
  }

  /** The named blocks, one after the other in one shell that stops at the first failure. */
  bash(...blocks: readonly string[]): Promise<Ran> {
    const script = blocks.map((name) => readmeBlock('bash', name)).join('\n');
    return finished(this.start('bash', ['-euo', 'pipefail', '-c', script]));
  }

  start(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
    const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
    const child = spawn(command, args, { cwd: this.folder, env: { ...process.env, PATH: path, ...env } });
    let [said, complained] = ['', ''];
    child.stdout.on('data', (chunk) => (said += String(chunk)));
    child.stderr.on('data', (chunk) => (complained += String(chunk)));
    const ended = once(child, 'close').then(([code]) => {
      if (code !== 0) said += complained;
      return Number(code);
    });
    return { child, ended, output: () => said };
  }
}

async function finished({ ended, output }: Running): Promise<Ran> {
  const code = await ended;
  return { code, output: output() };
}
