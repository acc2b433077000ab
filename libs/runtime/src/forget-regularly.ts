import type { Task } from './tasks.js';

export interface ForgetLog {
  warn(fields: object, message: string): void;
}

/** Runs an act at start and then on an interval until shutdown; a failure is logged and the next turn tries again. */
export class ForgetRegularly implements Task {
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(
    readonly name: string,
    private readonly forget: () => Promise<void>,
    private readonly everyMs: number,
    private readonly log: ForgetLog,
  ) {}

  start(): void {
    this.#take();
    this.#timer = setInterval(() => this.#take(), this.everyMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#turn;
  }

  #take(): void {
    this.#turn = this.forget().catch((error: unknown) => {
      this.log.warn({ err: error }, `${this.name}: failed; it is tried again at the next turn`);
    });
  }
}
