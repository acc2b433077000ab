import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { agentId, generation, instant } from '../fields.js';
import { topics } from '../topics.js';

export const agentEndedV1 = defineEvent({
  type: 'agent.agent.ended',
  version: 1,
  topic: topics.agentLifecycle,
  summary:
    'An agent acts no more, for nobody: suspended until somebody lets it act again, or retired for good.',
  key: (event) => event.agentId,
  data: z.object({
    agentId,
    /** The generation that is over. */
    generation,
    state: z.enum(['suspended', 'retired']),
    endedAt: instant,
  }),
});
