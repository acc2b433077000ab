import {
  Injectable,
  type BeforeApplicationShutdown,
  type InjectionToken,
  type Provider,
} from '@nestjs/common';

/** Work that goes on until shutdown: a relay, a sweeper, a rebuild. */
export interface Task {
  readonly name: string;
  /** Begins the work and returns; MUST NOT wait for its end. A rejection stops the process from starting. */
  start(): void | Promise<void>;
  /** Ends the work and resolves when nothing of it runs any more. MUST be harmless when called twice. */
  stop(): Promise<void>;
}

/** The tasks of this process, started in order after the modules are up and stopped in reverse before connections close. */
@Injectable()
export class LongRunningTasks implements BeforeApplicationShutdown {
  readonly #tasks: Task[] = [];
  #running: Task[] = [];

  add(...tasks: Task[]): void {
    this.#tasks.push(...tasks);
  }

  async start(): Promise<void> {
    for (const task of this.#tasks) {
      this.#running.push(task);
      await task.start();
    }
  }

  /** Stops every task even when one fails to stop, then reports the failures. */
  async stop(): Promise<void> {
    const failures: unknown[] = [];
    for (const task of this.#running.splice(0).reverse()) {
      await task
        .stop()
        .catch((cause: unknown) => failures.push(new Error(`task "${task.name}" did not stop`, { cause })));
    }
    if (failures.length > 0) throw new AggregateError(failures, 'some tasks did not stop');
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }
}

/**
 * The list in a service's root module that says what runs until shutdown:
 * `providers: [longRunning('workforce', OutboxRelay, Sweeper)]`. Each token must resolve to a `Task`.
 */
export function longRunning(name: string, ...tokens: InjectionToken[]): Provider {
  return {
    provide: Symbol(`long-running tasks of ${name}`),
    inject: [LongRunningTasks, ...tokens],
    useFactory: (runner: LongRunningTasks, ...tasks: Task[]) => {
      runner.add(...tasks);
      return tasks.map((task) => task.name);
    },
  };
}
