import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { credentialId, instant, nhiId } from '../fields.js';
import { topics } from '../topics.js';

export const credentialRotatedV1 = defineEvent({
  type: 'workload.credential.rotated',
  version: 1,
  topic: topics.workloadLifecycle,
  summary:
    'A credential was replaced; the new one was tried and works, the old one was tried and is refused.',
  key: (event) => event.nhiId,
  data: z.object({
    nhiId,
    previousId: credentialId,
    credentialId,
    target: z.string(),
    fingerprint: z.string(),
    rotatedAt: instant,
    reason: z.string(),
  }),
});
