import type { Secret } from '@trivium/credentials';
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { z } from 'zod';

/** Somebody who may send orders: Trivium itself, or one that may only look. */
export interface Sender {
  /** The shared secret, `whsec_` and base64. */
  readonly secret: Secret;
  readonly may: 'manage' | 'look';
}

const data = z.object({
  account: z.string().optional(),
  entitlements: z.array(z.string()).default([]),
  previous: z.enum(['keep', 'revoke']).default('revoke'),
  secretSha256: z.string().optional(),
  cursor: z.string().optional(),
});
const order = z
  .string()
  .transform(json)
  .pipe(z.object({ type: z.string().regex(/^trivium\.access\.[a-z]+$/), data }));

function json(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    context.addIssue('is no JSON');
    return z.NEVER;
  }
}

export interface Order {
  /** `webhook-id`: the same on every repetition of one order. */
  readonly id: string;
  readonly act: string;
  readonly data: z.infer<typeof data>;
  readonly sender: Sender;
}

/** The order cannot be taken; the sender is told the status and, beside a 422, which field of the account cannot be. */
export class OrderRefused extends Error {
  constructor(
    readonly status: number,
    readonly body: { readonly field?: 'name' | 'entitlements' } = {},
  ) {
    super(`refused with ${status}`);
  }
}

/**
 * Checks the signature over the *raw* body and the timestamp (Standard Webhooks 1.0; five minutes either way), then reads the
 * order. Nothing of an order may be looked at before that.
 */
export function readOrder(senders: readonly Sender[], headers: IncomingHttpHeaders, body: string): Order {
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const sender = senders.find(({ secret }) => isSigned(secret, named, body));
  if (!sender) throw new OrderRefused(401);
  const parsed = order.safeParse(body);
  if (!parsed.success) throw new OrderRefused(400);
  const { type, data } = parsed.data;
  return { id: String(named['webhook-id']), act: type.slice('trivium.access.'.length), data, sender };
}

function isSigned(secret: Secret, headers: Record<string, string>, body: string): boolean {
  try {
    new Webhook(secret.reveal()).verify(body, headers);
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}
