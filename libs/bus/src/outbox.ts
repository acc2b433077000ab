import type { EventData, EventDefinition } from '@trivium/contracts';
import type { Transaction } from '@trivium/persistence';
import { toEvent, toKafkaMessage, type Circumstances, type EventMessage } from './envelope.js';

/** What the relay needs to know of a commit. */
export interface Wakeable {
  nudge(): void;
}

/**
 * Stores events in the transaction that makes them true, all of one transaction at once before it commits and in the order in which
 * they were appended; the relay sends them after the commit.
 */
export class Outbox {
  readonly #waiting = new WeakMap<Transaction, EventMessage[]>();

  constructor(
    private readonly source: string,
    private readonly relay: Wakeable,
  ) {}

  append<Definition extends EventDefinition>(
    tx: Transaction,
    definition: Definition,
    data: EventData<Definition>,
    how: Omit<Circumstances, 'source'>,
  ): Promise<void> {
    return this.appendAll(tx, [toEvent(definition, data, { ...how, source: this.source })]);
  }

  /** Makes an event without storing it yet, for those who store several at once with `appendAll`. */
  prepare<Definition extends EventDefinition>(
    definition: Definition,
    data: EventData<Definition>,
    how: Omit<Circumstances, 'source'>,
  ): EventMessage {
    return toEvent(definition, data, { ...how, source: this.source });
  }

  async appendAll(tx: Transaction, events: readonly EventMessage[]): Promise<void> {
    if (events.length === 0) return;
    const waiting = this.#waiting.get(tx);
    if (waiting) {
      waiting.push(...events);
      return;
    }
    const batch = [...events];
    this.#waiting.set(tx, batch);
    tx.beforeCommit(() => this.#store(tx, batch));
    tx.afterCommit(() => this.relay.nudge());
  }

  async #store(tx: Transaction, events: readonly EventMessage[]): Promise<void> {
    this.#waiting.delete(tx);
    const rows = events.map((event) => ({ topic: event.topic, ...toKafkaMessage(event) }));
    await tx.query(
      `INSERT INTO outbox (topic, key, headers, value)
       SELECT topic, key, headers, value FROM jsonb_to_recordset($1::jsonb) AS r(topic text, key text, headers jsonb, value text)`,
      [JSON.stringify(rows)],
    );
  }
}
