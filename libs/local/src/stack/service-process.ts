import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startProcess, type RunningProcess } from '../process.js';
import { projectRoot } from '../project.js';
import { yieldCores } from '../yield-cores.js';
import type { Service } from './topology.js';

/** On one machine the record of what was decided yields to deciding it, and to the end of access; the topics wait for it. */
const niceness: Readonly<Partial<Record<Service, number>>> = { audit: 10 };

export interface ServiceProcessOptions {
  /** Where it will listen. */
  readonly url: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly dataDir: string;
  /** Ends it again when it is aborted before it is up. */
  readonly signal?: AbortSignal;
}

/** One service process that can be killed and started again. */
export class ServiceProcess {
  #running: RunningProcess | undefined;
  #starting: Promise<RunningProcess> | undefined;

  constructor(
    readonly service: Service,
    private readonly options: ServiceProcessOptions,
  ) {}

  get url(): string {
    return this.options.url;
  }

  /** Resolves once the process listens; whether it is ready is its own `/health/ready`. */
  async start(): Promise<void> {
    const { environment, dataDir, signal } = this.options;
    const main = join(projectRoot(), 'apps', this.service, 'dist', 'src', 'main.js');
    const register = pathToFileURL(
      join(projectRoot(), 'libs', 'telemetry', 'dist', 'src', 'register.js'),
    ).href;
    this.#starting = startProcess({
      name: this.service,
      command: process.execPath,
      args: ['--import', register, main],
      env: environment,
      pidFile: join(dataDir, 'run', `${this.service}.pid`),
      logFile: join(dataDir, 'logs', `${this.service}.log`),
      mark: main,
      signal,
      ready: () => this.#answers('/health/live'),
      readyTimeoutMs: 120_000,
    });
    this.#running = await this.#starting;
    const yields = niceness[this.service];
    if (yields !== undefined) await yieldCores(this.#running.pid, yields);
  }

  /** Its own word on whether it is of use: the failing checks, or nothing. */
  async ready(): Promise<boolean> {
    return this.#answers('/health/ready');
  }

  /** Stops it, also while it starts. */
  async stop(): Promise<void> {
    const [started] = await Promise.allSettled([this.#starting]);
    await (started.status === 'fulfilled' ? started.value : this.#running)?.stop();
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    await this.#running?.kill();
  }

  /** Resolves when the process has ended, for whatever reason. */
  get exited(): Promise<void> {
    return this.#running?.exited ?? Promise.resolve();
  }

  async #answers(path: string): Promise<boolean> {
    try {
      return (await fetch(`${this.url}${path}`, { signal: AbortSignal.timeout(2_000) })).ok;
    } catch {
      return false;
    }
  }
}
