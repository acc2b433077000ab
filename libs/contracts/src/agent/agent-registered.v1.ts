import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { agentId, instant, personId } from '../fields.js';
import { topics } from '../topics.js';

export const agentRegisteredV1 = defineEvent({
  type: 'agent.agent.registered',
  version: 1,
  topic: topics.agentLifecycle,
  summary: 'An agent exists, classified, with a named owner and its own key.',
  key: (event) => event.agentId,
  data: z.object({
    agentId,
    name: z.string(),
    classification: z.string(),
    ownerId: personId,
    keyThumbprints: z.array(z.string()),
    registeredAt: instant,
  }),
});
