import { Secret } from '@trivium/credentials';
import { z } from 'zod';

const acts = ['discover', 'provision', 'issue', 'rotate', 'revoke', 'verify'] as const;

/** Any system that takes signed orders over HTTP (Standard Webhooks 1.0) and answers what became of them. */
export const webhookTargetConfig = z.strictObject({
  name: z.string().min(1).describe('The name of the target, unique in the installation.'),
  kind: z.literal('webhook'),
  url: z.url({ protocol: /^https?$/ }).describe('Where orders are posted.'),
  secret: z.instanceof(Secret).describe('The shared signing secret, `whsec_` and base64.'),
  allowPrivateAddresses: z
    .boolean()
    .default(false)
    .describe('Whether the host may have a private, loopback or link-local address.'),
  unsupported: z.array(z.enum(acts)).default([]).describe('Acts that the target does not offer.'),
  timeoutMs: z.number().int().min(1).default(10_000).describe('Longest time for one act.'),
});

export type WebhookTarget = z.infer<typeof webhookTargetConfig>;
