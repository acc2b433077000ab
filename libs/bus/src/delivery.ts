import type { Transaction } from '@trivium/persistence';
import { BaseRpcContext } from '@nestjs/microservices';
import type { Envelope } from './envelope.js';

/** What a handler is given beside the data (`@Ctx() delivery: Delivery`). */
export class Delivery extends BaseRpcContext<[Envelope, Transaction]> {
  /** The CloudEvents attributes: id, time, cause, trace. */
  get envelope(): Envelope {
    return this.args[0];
  }

  /** The transaction in which the event is remembered: effects belong in it, or must be idempotent per event id. */
  get tx(): Transaction {
    return this.args[1];
  }
}

/** A handler sees an event once per committed effect; an effect outside the transaction may be seen again after a crash. */
export type EventHandler = (data: Record<string, unknown>, delivery: Delivery) => Promise<void>;
