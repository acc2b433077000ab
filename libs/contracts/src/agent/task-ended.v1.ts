import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { agentId, instant, taskId } from '../fields.js';
import { topics } from '../topics.js';

export const taskEndedV1 = defineEvent({
  type: 'agent.task.ended',
  version: 1,
  topic: topics.agentLifecycle,
  summary: 'A task is over: completed, failed, cancelled, expired or cut off.',
  key: (event) => event.agentId,
  data: z.object({ taskId, agentId, reason: z.string(), endedAt: instant }),
});
