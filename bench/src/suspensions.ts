import type { Service } from '@trivium/local';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Stops processes of the system without ending them, as a debugger or a hung machine would. */
export class Suspensions {
  readonly #pids = new Set<number>();

  constructor(private readonly dataDir: string) {}

  /** A consumer that neither works nor says goodbye. */
  service(service: Service): Promise<() => void> {
    return this.#suspend(join('run', `${service}.pid`));
  }

  /** The example target that takes connections and never answers. */
  cacheTarget(): Promise<() => void> {
    return this.#suspend(join('cache', 'valkey.pid'));
  }

  resumeAll(): void {
    for (const pid of this.#pids) this.#resume(pid);
  }

  async #suspend(pidFile: string): Promise<() => void> {
    const { pid } = JSON.parse(await readFile(join(this.dataDir, pidFile), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGSTOP');
    this.#pids.add(pid);
    return () => this.#resume(pid);
  }

  #resume(pid: number): void {
    process.kill(pid, 'SIGCONT');
    this.#pids.delete(pid);
  }
}
