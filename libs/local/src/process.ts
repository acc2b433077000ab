import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { inheritedEnv } from './local.config.js';
import { signalGroup, stopLeftover, writePidFile } from './pid-file.js';

export interface ProcessSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Another user to run as; only root may ask for it. */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly pidFile: string;
  readonly logFile: string;
  /** A part of the command line that no other process has, such as the data folder. */
  readonly mark: string;
  readonly stopSignal?: NodeJS.Signals;
  /** Says whether it serves yet, given the log it has written since it started. */
  readonly ready: (log: string) => boolean | Promise<boolean>;
  readonly readyTimeoutMs?: number;
  /** Ends it again when it is aborted before it is ready. */
  readonly signal?: AbortSignal;
}

/** It ended, or did not become ready in time; the message carries the end of its log. */
export class ProcessFailed extends Error {
  constructor(
    readonly processName: string,
    reason: string,
    readonly log: string,
  ) {
    super(`${processName} ${reason}\n${log.split('\n').slice(-15).join('\n')}`);
  }
}

/** A child in its own process group, so that a Ctrl-C reaches us alone and we stop the children in order. */
export class RunningProcess {
  readonly #exit: Promise<void>;

  constructor(
    private readonly spec: ProcessSpec,
    private readonly child: ChildProcess,
  ) {
    this.#exit = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Resolves when it has ended, for whatever reason. */
  get exited(): Promise<void> {
    return this.#exit;
  }

  signal(signal: NodeJS.Signals): void {
    if (this.running) this.child.kill(signal);
  }

  /** Asks it to end, insists after the grace period, and resolves once it is gone. */
  async stop(graceMs = 15_000): Promise<void> {
    this.signal(this.spec.stopSignal ?? 'SIGTERM');
    const ended = await Promise.race([this.#exit.then(() => true), pause(graceMs, false, { ref: false })]);
    if (!ended) await this.kill();
    await rm(this.spec.pidFile, { force: true });
  }

  /** Ends the whole group at once, as a crash would. */
  async kill(): Promise<void> {
    if (this.running) signalGroup(this.pid, 'SIGKILL');
    await this.#exit;
    await rm(this.spec.pidFile, { force: true });
  }
}

/** Starts a process after stopping what a crashed run left of it, and returns once it is ready. */
export async function startProcess(spec: ProcessSpec): Promise<RunningProcess> {
  spec.signal?.throwIfAborted();
  await Promise.all([
    mkdir(dirname(spec.pidFile), { recursive: true }),
    mkdir(dirname(spec.logFile), { recursive: true }),
  ]);
  await stopLeftover({ name: spec.name, file: spec.pidFile, mark: spec.mark, signal: spec.stopSignal });
  const log = await open(spec.logFile, 'a');
  try {
    const { size: logStart } = await log.stat();
    const running = await launch(spec, log.fd);
    await waitUntilReady(spec, running, logStart);
    return running;
  } finally {
    await log.close();
  }
}

async function launch(spec: ProcessSpec, logFd: number): Promise<RunningProcess> {
  const child = spawn(spec.command, [...spec.args], {
    cwd: spec.cwd,
    env: { ...inheritedEnv(), ...spec.env },
    ...spec.user,
    detached: true,
    stdio: ['ignore', logFd, logFd],
  });
  const running = new RunningProcess(spec, child);
  await once(child, 'spawn');
  await writePidFile(spec.pidFile, running.pid);
  return running;
}

const readFrom = (file: string, start: number): Promise<string> => text(createReadStream(file, { start }));

async function waitUntilReady(spec: ProcessSpec, running: RunningProcess, logStart: number): Promise<void> {
  const limit = spec.readyTimeoutMs ?? 60_000;
  const deadline = Date.now() + limit;
  for (;;) {
    const log = await readFrom(spec.logFile, logStart);
    if (await spec.ready(log)) return;
    if (!running.running) throw new ProcessFailed(spec.name, 'ended before it was ready', log);
    if (spec.signal?.aborted) {
      await running.stop();
      spec.signal.throwIfAborted();
    }
    if (Date.now() > deadline) {
      await running.kill();
      throw new ProcessFailed(spec.name, `was not ready within ${limit / 1000} s`, log);
    }
    await pause(25);
  }
}
