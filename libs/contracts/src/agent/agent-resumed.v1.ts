import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { agentId, generation, instant } from '../fields.js';
import { topics } from '../topics.js';

export const agentResumedV1 = defineEvent({
  type: 'agent.agent.resumed',
  version: 1,
  topic: topics.agentLifecycle,
  summary: 'A suspended agent may be let act again; what it had before stays over.',
  key: (event) => event.agentId,
  data: z.object({
    agentId,
    /** The one that begins. */
    generation,
    resumedAt: instant,
  }),
});
