import { toEvent, type EventMessage } from '@trivium/bus';
import { badRequest, notFound, type Clock } from '@trivium/runtime';
import { isUtf8 } from 'node:buffer';
import { v5 as uuidv5 } from 'uuid';
import type { DeliveryStore } from './delivery.store.js';
import type { EventPublisher } from './event-publisher.js';
import type { Intake, Normalisation, Normalised } from './normalised.js';
import { readBambooHr } from './read-bamboohr.js';
import { readGenericHris } from './read-generic-hris.js';
import { readGithub } from './read-github.js';
import { verifyDelivery } from './verify-delivery.js';
import type { RawDelivery, SourceKind, WebhookSource } from './webhook-source.js';

export type Receipt = { readonly duplicate: true } | { readonly accepted: number; readonly ignored: number };

const eventNamespace = '0b0f6c1e-8f36-5d0e-a8b0-5c9c3f0e7d21';
const readers: Readonly<Record<SourceKind, (body: unknown, intake: Intake) => Normalisation>> = {
  'standard-webhooks': readGenericHris,
  bamboohr: readBambooHr,
  github: readGithub,
};

/** Verifies, understands, publishes and only then remembers a delivery. */
export class ReceiveWebhook {
  constructor(
    private readonly sources: ReadonlyMap<string, WebhookSource>,
    private readonly deliveries: DeliveryStore,
    private readonly publisher: EventPublisher,
    private readonly clock: Clock,
  ) {}

  /**
   * Returns when Kafka has acknowledged every event. When it fails in between, nothing is remembered, so the sender's repetition is
   * taken; should it have been published after all, consumers know the event ids, which follow from source and delivery.
   */
  async execute(
    sourceName: string,
    kinds: readonly SourceKind[],
    request: Omit<RawDelivery, 'receivedAt'>,
  ): Promise<Receipt> {
    const source = this.sources.get(sourceName);
    if (!source || !kinds.includes(source.kind))
      throw notFound('There is no such webhook source.', 'ERR_UNKNOWN_SOURCE');
    if (!isUtf8(request.body)) throw malformed('is no UTF-8');
    const receivedAt = this.clock.now();
    const { deliveryId, event } = await verifyDelivery(source, { ...request, receivedAt });
    if (await this.deliveries.known(source.name, deliveryId)) return { duplicate: true };
    const { events, ignored } = readers[source.kind](parseJson(request.body), {
      source: source.name,
      receivedAt,
      ...(event && { event }),
    });
    await this.publisher.publish(events.map((one, index) => message(one, source.name, deliveryId, index)));
    await this.deliveries.remember(source.name, deliveryId, receivedAt);
    return { accepted: events.length, ignored };
  }
}

function message(
  { definition, data, occurredAt }: Normalised,
  source: string,
  deliveryId: string,
  index: number,
): EventMessage {
  const id = `evt_${uuidv5(`${source}\u0000${deliveryId}\u0000${index}`, eventNamespace)}`;
  return toEvent(definition, data, { id, source: `trivium:gateway/${source}`, time: occurredAt });
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8').replace(/^\uFEFF/, ''));
  } catch {
    throw malformed('is no JSON');
  }
}

const malformed = (detail: string) =>
  badRequest(`The body ${detail}.`, [{ pointer: '', detail }], 'ERR_MALFORMED_JSON');
