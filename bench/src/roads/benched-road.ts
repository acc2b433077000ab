import type { Road } from '@trivium/identity';
import type { KafkaEvent } from '../event-message.js';

/** Access that is about to end, and the last thing to do for it. */
export interface Ending {
  /** Active at introspection until the end is known. */
  readonly token: string;
  /** Sends what ends it; resolves with the answer. */
  send(): Promise<unknown>;
  /** What the gateway makes of it, where it makes an event. */
  event?(): KafkaEvent;
}

/** A road with as much access to end as a benchmark asks for. */
export interface BenchedRoad {
  readonly road: Road;
  /** What ends the access, for the table. */
  readonly event: string;
  /** Everything of it is in place at the targets when it resolves. */
  prepare(count: number): Promise<readonly Ending[]>;
}
