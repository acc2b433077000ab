import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { agentId, delegationId, instant } from '../fields.js';
import { topics } from '../topics.js';

export const delegationEndedV1 = defineEvent({
  type: 'agent.delegation.ended',
  version: 1,
  topic: topics.agentLifecycle,
  summary: 'A delegation is over, and with it everything below it.',
  key: (event) => event.agentId,
  data: z.object({ delegationId, agentId, reason: z.string(), endedAt: instant }),
});
