import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { instant } from '../fields.js';
import { topics } from '../topics.js';

export const agentAccessEndedV1 = defineEvent({
  type: 'agent.access.ended',
  version: 1,
  topic: topics.agentLifecycle,
  summary: 'A grant of this road is no more.',
  key: (event) => event.subjectId,
  data: z.object({ grantId: z.string(), subjectId: z.string(), endedAt: instant }),
});
