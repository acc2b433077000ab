import type { Secret } from '@trivium/credentials';

export const sourceKinds = ['standard-webhooks', 'bamboohr', 'github'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** Somebody who may send webhooks. Two secrets are active while one replaces the other. */
export interface WebhookSource {
  readonly name: string;
  readonly kind: SourceKind;
  readonly secrets: readonly Secret[];
  readonly toleranceSeconds: number;
}

export interface RawDelivery {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  readonly receivedAt: Date;
}

/** What the signature vouches for. */
export interface VerifiedDelivery {
  readonly deliveryId: string;
  /** The event's name, where a header carries it. */
  readonly event?: string;
}
