import { createHmac, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { call, type Answer, type Delivery } from './http.js';
import type { ExamplePerson } from './people.js';

export interface Accepted {
  readonly accepted?: number;
  readonly duplicate?: boolean;
}

export interface HrisEvent {
  readonly type: 'person.joined' | 'person.left';
  readonly occurredAt: string;
  readonly data: Record<string, unknown>;
}

/** An HR system that speaks Standard Webhooks. */
export class HrisSender {
  readonly #webhook: Webhook;

  /** `secret` is the shared one, `whsec_…`. */
  constructor(
    private readonly url: string,
    secret: string,
  ) {
    this.#webhook = new Webhook(secret);
  }

  joined(person: ExamplePerson, at = new Date()): Promise<Answer<Accepted>> {
    return this.send({ type: 'person.joined', occurredAt: at.toISOString(), data: { ...person } });
  }

  left(externalId: string, at = new Date(), effectiveAt = at): Promise<Answer<Accepted>> {
    const data = { externalId, effectiveAt: effectiveAt.toISOString(), reason: 'resigned' };
    return this.send({ type: 'person.left', occurredAt: at.toISOString(), data });
  }

  send(
    event: HrisEvent,
    deliveryId = `msg_${randomUUID()}`,
    timestamp = new Date(),
  ): Promise<Answer<Accepted>> {
    const { url, ...delivery } = this.delivery(event, deliveryId, timestamp);
    return call('POST', url, delivery);
  }

  /** Signed and ready, for those who send it themselves. */
  delivery(event: HrisEvent, deliveryId = `msg_${randomUUID()}`, timestamp = new Date()): Delivery {
    const body = JSON.stringify(event);
    const headers = {
      'content-type': 'application/json',
      'webhook-id': deliveryId,
      'webhook-timestamp': String(Math.floor(timestamp.getTime() / 1000)),
      'webhook-signature': this.#webhook.sign(deliveryId, timestamp, body),
    };
    return { url: this.url, headers, body };
  }
}

/** An HR system that sends as BambooHR does: HMAC-SHA256 over body and timestamp, in hex. */
export class BambooHrSender {
  constructor(
    private readonly url: string,
    private readonly privateKey: string,
  ) {}

  terminated(employeeId: string, terminationDate: string): Promise<Answer<Accepted>> {
    const fields = { status: { value: 'Inactive' }, terminationDate: { value: terminationDate } };
    return this.send({
      employees: [
        { id: employeeId, action: 'Updated', changedFields: ['status', 'terminationDate'], fields },
      ],
    });
  }

  send(payload: unknown, timestamp = new Date()): Promise<Answer<Accepted>> {
    const body = JSON.stringify(payload);
    const seconds = String(Math.floor(timestamp.getTime() / 1000));
    const headers = {
      'content-type': 'application/json',
      'x-bamboohr-timestamp': seconds,
      'x-bamboohr-signature': createHmac('sha256', this.privateKey)
        .update(body + seconds)
        .digest('hex'),
    };
    return call('POST', this.url, { headers, body });
  }
}
