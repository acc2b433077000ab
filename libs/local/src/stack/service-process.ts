import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loopback } from '../ports.js';
import { startProcess, type RunningProcess } from '../process.js';
import { projectRoot } from '../project.js';
import { serviceEnvironment, type StackPlan } from './service-environment.js';
import type { Service } from './topology.js';

/** One service process that can be killed and started again. */
export class ServiceProcess {
  #running: RunningProcess | undefined;

  constructor(
    readonly service: Service,
    private readonly plan: StackPlan,
    private readonly dataDir: string,
  ) {}

  get url(): string {
    return `http://${loopback}:${this.plan.ports[this.service]}`;
  }

  /** Resolves once the process listens; whether it is ready is its own `/health/ready`. */
  async start(): Promise<void> {
    const main = join(projectRoot(), 'apps', this.service, 'dist', 'src', 'main.js');
    const register = pathToFileURL(
      join(projectRoot(), 'libs', 'telemetry', 'dist', 'src', 'register.js'),
    ).href;
    this.#running = await startProcess({
      name: this.service,
      command: process.execPath,
      args: ['--enable-source-maps', '--import', register, main],
      env: serviceEnvironment(this.service, this.plan),
      pidFile: join(this.dataDir, 'run', `${this.service}.pid`),
      logFile: join(this.dataDir, 'logs', `${this.service}.log`),
      mark: main,
      ready: () => this.#answers('/health/live'),
      readyTimeoutMs: 120_000,
    });
  }

  /** Its own word on whether it is of use: the failing checks, or nothing. */
  async ready(): Promise<boolean> {
    return this.#answers('/health/ready');
  }

  async stop(): Promise<void> {
    await this.#running?.stop();
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
