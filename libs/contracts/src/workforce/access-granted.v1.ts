import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { chain, instant, permission } from '../fields.js';
import { topics } from '../topics.js';

export const workforceAccessGrantedV1 = defineEvent({
  type: 'workforce.access.granted',
  version: 1,
  topic: topics.workforceLifecycle,
  summary: 'A subject of this road may do this at a target, for as long as the whole chain is live.',
  key: (event) => event.subjectId,
  data: z.object({
    grantId: z.string(),
    subjectId: z.string(),
    chain,
    permission,
    grantedAt: instant,
    expiresAt: instant.optional(),
  }),
});
