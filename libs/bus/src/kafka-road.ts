import { eventsByType, retryTopic, deadTopic, type FailureOwner } from '@trivium/contracts';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import type { Kafka } from 'kafkajs';
import { lastValueFrom } from 'rxjs';
import { BatchDelivery, type DeliveryPorts } from './deliver-batch.js';
import { type Delivery, type EventHandler } from './delivery.js';
import { storeDeadLetters } from './dead-letters.js';
import { deliverRetries } from './deliver-retries.js';
import { TopicConsumer } from './topic-consumer.js';

export interface KafkaRoadOptions extends DeliveryPorts {
  /** Names the groups (`<service>.<topic>`) and owns the retry and dead-letter topics. */
  readonly service: FailureOwner;
  readonly kafka: Kafka;
  readonly batchSize?: number;
}

/**
 * Nest's programming model over our own delivery: an `@EventPattern(someEventV1.type)` handler consumes the topic of its
 * event's contract, one consumer per topic, so that nothing waits behind another lane.
 */
export class KafkaRoad extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors = true;
  readonly #consumers: TopicConsumer[] = [];

  constructor(private readonly options: KafkaRoadOptions) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    this.#start().then(() => callback(), callback);
  }

  async close(): Promise<void> {
    await Promise.all(this.#consumers.map((consumer) => consumer.stop()));
    await this.options.producer.disconnect();
  }

  /** The topics whose group has not accepted this process yet; empty when it consumes everything it should. */
  absent(): string[] {
    return this.#consumers.filter((consumer) => !consumer.joined).map((consumer) => consumer.topic);
  }

  on(): never {
    throw new Error('this transport has no events of its own; ask absent() for its state');
  }

  unwrap<T>(): T {
    throw new Error('this transport wraps several consumers, none of which is the one');
  }

  async #start(): Promise<void> {
    await this.options.producer.connect();
    const { service } = this.options;
    for (const [topic, handlers] of this.#handlersByTopic())
      this.#consumers.push(this.#lane(topic, handlers));
    this.#consumers.push(this.#retries(retryTopic(service)), this.#deaths(deadTopic(service)));
    await Promise.all(this.#consumers.map((consumer) => consumer.start()));
  }

  #lane(topic: string, handlers: ReadonlyMap<string, EventHandler>): TopicConsumer {
    const delivery = this.#delivery(topic, handlers);
    return this.#consumer(topic, (messages) => delivery.deliver(topic, messages));
  }

  #retries(topic: string): TopicConsumer {
    const lanes = new Map(
      [...this.#handlersByTopic()].map(([origin, handlers]) => [origin, this.#delivery(origin, handlers)]),
    );
    return this.#consumer(topic, (messages, beat) =>
      deliverRetries(lanes, messages, this.options.clock, beat),
    );
  }

  #deaths(topic: string): TopicConsumer {
    return this.#consumer(topic, (messages) =>
      this.options.unitOfWork.run((tx) => storeDeadLetters(tx, this.options.service, messages)),
    );
  }

  #delivery(topic: string, handlers: ReadonlyMap<string, EventHandler>): BatchDelivery {
    return new BatchDelivery(this.#group(topic), this.options.service, handlers, this.options);
  }

  #consumer(
    topic: string,
    deliver: ConstructorParameters<typeof TopicConsumer>[1]['deliver'],
  ): TopicConsumer {
    return new TopicConsumer(
      this.options.kafka,
      { topic, groupId: this.#group(topic), batchSize: this.options.batchSize ?? 100, deliver },
      this.options.log,
    );
  }

  #group(topic: string): string {
    return `${this.options.service}.${topic}`;
  }

  #handlersByTopic(): Map<string, Map<string, EventHandler>> {
    const byTopic = new Map<string, Map<string, EventHandler>>();
    for (const [type, handler] of this.messageHandlers) {
      const definition = eventsByType.get(type);
      if (!definition) throw new Error(`the handler of "${type}" has no contract`);
      const handlers = byTopic.get(definition.topic) ?? new Map<string, EventHandler>();
      byTopic.set(definition.topic, handlers.set(type, this.#invoke(handler)));
    }
    return byTopic;
  }

  /** Nest links several handlers of one event; each runs in the same transaction, and the first failure fails all. */
  #invoke(first: MessageHandler): EventHandler {
    return async (data: Record<string, unknown>, delivery: Delivery) => {
      for (let handler: MessageHandler | undefined = first; handler; handler = handler.next) {
        await lastValueFrom(this.transformToObservable(await handler(data, delivery)), {
          defaultValue: undefined,
        });
      }
    };
  }
}
