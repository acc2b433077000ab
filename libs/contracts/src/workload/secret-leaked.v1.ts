import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { instant } from '../fields.js';
import { topics } from '../topics.js';

export const secretLeakedV1 = defineEvent({
  type: 'workload.secret.leaked',
  version: 1,
  topic: topics.workloadRevocation,
  summary: 'A scanner found a secret in the open; an order to rotate it and revoke the previous one.',
  key: (event) => `${event.source}:${event.repository}`,
  data: z.object({
    source: z.string(),
    repository: z.string(),
    alertNumber: z.int(),
    secretType: z.string(),
    /** Fingerprint of the leaked value where the scanner sends the value; the value itself never travels. */
    fingerprint: z.string().optional(),
    publiclyLeaked: z.boolean().optional(),
    url: z.string().optional(),
    occurredAt: instant,
    receivedAt: instant,
  }),
});
