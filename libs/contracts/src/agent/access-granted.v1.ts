import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { chain, instant, permission } from '../fields.js';
import { topics } from '../topics.js';

export const agentAccessGrantedV1 = defineEvent({
  type: 'agent.access.granted',
  version: 1,
  topic: topics.agentLifecycle,
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
