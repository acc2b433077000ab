import type { Leaver } from './wave.js';
import type { SystemUnderTest } from '../system.js';

/** Resource servers that ask about tokens in a loop and remember when a question was asked that was answered "active". */
export class Watchers {
  readonly #lastActive = new Map<string, number>();
  #watching = true;
  #asked = 0;
  readonly #loops: Promise<void>[];

  constructor(
    private readonly system: SystemUnderTest,
    private readonly leavers: readonly Leaver[],
    clients = 16,
  ) {
    this.#loops = Array.from({ length: clients }, (_, client) => this.#watch(client));
  }

  /** Ends the loops; answers when the last question was asked that found each person's token active, in epoch milliseconds. */
  async stop(): Promise<{ readonly asked: number; readonly lastActive: ReadonlyMap<string, number> }> {
    this.#watching = false;
    await Promise.all(this.#loops);
    return { asked: this.#asked, lastActive: this.#lastActive };
  }

  async #watch(client: number): Promise<void> {
    for (let turn = client; this.#watching; turn += 1) {
      const { person, token } = this.leavers[(turn * 7) % this.leavers.length]!;
      const askedAt = Date.now();
      if (await this.#active(token))
        this.#lastActive.set(person.personId, Math.max(askedAt, this.#lastActive.get(person.personId) ?? 0));
    }
  }

  /** No answer, or an error, lets nobody in. */
  async #active(token: Leaver['token']): Promise<boolean> {
    this.#asked += 1;
    try {
      return (await this.system.introspect(token)).active;
    } catch {
      return new Promise((resolve) => setTimeout(() => resolve(false), 20));
    }
  }
}
