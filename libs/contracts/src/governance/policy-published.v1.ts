import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { instant } from '../fields.js';
import { topics } from '../topics.js';

export const policyPublishedV1 = defineEvent({
  type: 'governance.policy.published',
  version: 1,
  topic: topics.governancePolicy,
  summary:
    'A version of the governance model is in force from here on, with all its files and the signature over their digest.',
  key: (event) => event.name,
  data: z.object({
    name: z.string(),
    version: z.string(),
    /** SHA-256 of the files in their canonical form, hex. */
    digest: z.string(),
    /** Grows by one with each publication; the higher one is in force. */
    sequence: z.int().min(1),
    files: z.array(z.object({ path: z.string(), text: z.string() })).min(1),
    /** Compact JWS (EdDSA) whose payload names version, digest, sequence and who answers for it. */
    jws: z.string(),
    publishedAt: instant,
  }),
});
