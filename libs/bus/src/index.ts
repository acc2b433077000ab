export { kafkaSettings, type KafkaConfig } from './kafka.config.js';
export { kafkaClient, kafkaProducer } from './kafka-client.js';
export {
  fromKafkaMessage,
  headerText,
  toEvent,
  toKafkaMessage,
  toWrittenEvent,
  UnreadableEvent,
  type Circumstances,
  type Envelope,
  type EventMessage,
  type ReceivedEvent,
} from './envelope.js';
export { Outbox, type Wakeable } from './outbox.js';
export { OutboxRelay, type BusLog } from './outbox-relay.js';
export { forgetOld } from './inbox.js';
export { listDeadLetters, replayDeadLetter, type DeadLetter } from './dead-letters.js';
export { Delivery, type EventHandler } from './delivery.js';
export { KafkaRoad, type KafkaRoadOptions } from './kafka-road.js';
export { LastingConsumer, type LastingConsumerOptions } from './lasting-consumer.js';
export { busMigrations } from './migrations.js';
