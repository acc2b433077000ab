import { z } from 'zod';
import { instant, revocationId, road } from './fields.js';

export const revocationStages = ['received', 'contained', 'eradicated', 'verified'] as const;
export type RevocationStage = (typeof revocationStages)[number];

/** Where one revocation stands: what the road publishes at each stage and answers to the console. */
export const revocationView = z.object({
  revocationId,
  road,
  subject: z.object({ id: z.string(), kind: z.string(), label: z.string() }),
  /** A closed word of the road (`left`, `secret-leaked`, `expired`, `task-completed`, `delegator-left` …). */
  reason: z.string(),
  /** When the fact that caused it was received by Trivium. */
  eventAt: instant,
  containedAt: instant.optional(),
  eradicatedAt: instant.optional(),
  verifiedAt: instant.optional(),
  stage: z.enum(revocationStages),
  targets: z.object({ total: z.int(), eradicated: z.int(), verified: z.int(), attention: z.int() }),
  owner: z.string().optional(),
  deadline: instant.optional(),
});
export type RevocationView = z.infer<typeof revocationView>;

export const receiptStatuses = ['confirmed', 'pending', 'unsupported', 'unavailable'] as const;
export type ReceiptStatus = (typeof receiptStatuses)[number];

export const receiptView = z.object({
  receiptId: z.string().optional(),
  target: z.string(),
  kind: z.string(),
  account: z.string(),
  stage: z.enum(['pending', 'eradicated', 'verified']),
  status: z.enum(receiptStatuses),
  method: z.string().optional(),
  evidence: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  attempts: z.int(),
  nextAttemptAt: instant.optional(),
  lastError: z.string().optional(),
  eradicatedAt: instant.optional(),
  verifiedAt: instant.optional(),
  /** The signed receipt, a compact JWS that can be checked offline with the road's public key. */
  jws: z.string().optional(),
});
export type ReceiptView = z.infer<typeof receiptView>;

export const revocationDetail = revocationView.extend({ receipts: z.array(receiptView) });
export type RevocationDetail = z.infer<typeof revocationDetail>;
