import type { FailureOwner } from '@trivium/contracts';
import type { Transaction, UnitOfWork } from '@trivium/persistence';
import { isTransient, type Clock } from '@trivium/runtime';
import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api';
import type { KafkaMessage, Producer } from 'kafkajs';
import { Delivery, type EventHandler } from './delivery.js';
import { fromKafkaMessage, UnreadableEvent, type ReceivedEvent } from './envelope.js';
import { rejected } from './failure.js';
import { rememberNew } from './inbox.js';
import type { BusLog } from './outbox-relay.js';

export interface DeliveryPorts {
  readonly unitOfWork: UnitOfWork;
  readonly producer: Producer;
  readonly clock: Clock;
  readonly log: BusLog;
}

interface Readable {
  readonly message: KafkaMessage;
  readonly event: ReceivedEvent;
}

/**
 * Gives messages of one partition to their handlers: one transaction for all of them, and when that fails one for each, so a
 * poison message costs only itself. Throws only what is transient; the caller delivers the same messages again later.
 */
export class BatchDelivery {
  constructor(
    private readonly consumer: string,
    private readonly owner: FailureOwner,
    private readonly handlers: ReadonlyMap<string, EventHandler>,
    private readonly ports: DeliveryPorts,
  ) {}

  async deliver(topic: string, messages: readonly KafkaMessage[]): Promise<void> {
    const readable: Readable[] = [];
    for (const message of messages) {
      const event = await this.#read(topic, message);
      if (event && this.handlers.has(event.envelope.type)) readable.push({ message, event });
    }
    const [first, ...more] = readable;
    if (!first) return;
    try {
      await this.#inOneTransaction(readable);
    } catch (error) {
      if (isTransient(error)) throw error;
      if (more.length === 0) return this.#reject(topic, first.message, error, false);
      await this.#oneByOne(topic, readable);
    }
  }

  async #oneByOne(topic: string, readable: readonly Readable[]): Promise<void> {
    for (const one of readable) {
      try {
        await this.#inOneTransaction([one]);
      } catch (error) {
        if (isTransient(error)) throw error;
        await this.#reject(topic, one.message, error, false);
      }
    }
  }

  async #read(topic: string, message: KafkaMessage): Promise<ReceivedEvent | undefined> {
    try {
      return fromKafkaMessage(message);
    } catch (error) {
      if (!(error instanceof UnreadableEvent)) throw error;
      await this.#reject(topic, message, error, true);
      return undefined;
    }
  }

  #inOneTransaction(readable: readonly Readable[]): Promise<void> {
    return this.ports.unitOfWork.run(async (tx) => {
      const fresh = new Set(
        await rememberNew(
          tx,
          this.consumer,
          readable.map(({ event }) => event.envelope.id),
        ),
      );
      for (const { event } of readable) {
        if (fresh.delete(event.envelope.id)) await this.#handle(event, tx);
      }
    });
  }

  #handle({ data, envelope }: ReceivedEvent, tx: Transaction): Promise<void> {
    const cause = propagation.extract(ROOT_CONTEXT, envelope);
    return context.with(cause, () => this.#handlerOf(envelope.type)(data, new Delivery([envelope, tx])));
  }

  #handlerOf(type: string): EventHandler {
    const handler = this.handlers.get(type);
    if (!handler) throw new Error(`no handler for ${type}`);
    return handler;
  }

  async #reject(topic: string, message: KafkaMessage, error: unknown, hopeless: boolean): Promise<void> {
    const to = rejected(this.owner, topic, message, error, this.ports.clock.now(), hopeless);
    await this.ports.producer.send({ topic: to.topic, acks: -1, messages: [to.message] });
    this.ports.log.error({ err: error, topic, to: to.topic, offset: message.offset }, 'a message failed');
  }
}
