import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { instant, revocationId, road } from '../fields.js';
import { topics } from '../topics.js';

/** What a service has to say for the record. Never a secret: ids, fingerprints and locators only. */
export const auditEntry = z.object({
  entryId: z.string(),
  at: instant,
  service: z.string(),
  road: road.optional(),
  /** What happened, in the words of `auditActions`. */
  action: z.string(),
  outcome: z.enum(['success', 'failure', 'ignored', 'unknown']),
  /** Who caused it: a person, workload, agent, feed or Trivium itself. */
  actor: z.object({ id: z.string(), kind: z.enum(['person', 'nhi', 'agent', 'feed', 'system', 'caller']) }),
  subject: z.object({ id: z.string(), kind: z.string(), label: z.string().optional() }),
  target: z.string().optional(),
  account: z.string().optional(),
  revocationId: revocationId.optional(),
  chain: z.array(z.string()).optional(),
  reason: z.string().optional(),
  /** SHA-256 of the receipt or other evidence this entry speaks of, hex. */
  evidenceDigest: z.string().optional(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  traceId: z.string().optional(),
  policyVersion: z.string().optional(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const entryRecordedV1 = defineEvent({
  type: 'audit.entry.recorded',
  version: 1,
  topic: topics.auditEntry,
  summary: 'A service says something for the record.',
  key: (event) => event.subject.id,
  data: auditEntry,
});
