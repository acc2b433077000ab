import type { EventMessage } from '@trivium/bus';

export interface EventPublisher {
  /** Resolves when all of them are durable (acknowledged by all in-sync replicas); rejects when that is not known. */
  publish(events: readonly EventMessage[]): Promise<void>;
}
