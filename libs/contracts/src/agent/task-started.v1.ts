import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { agentId, authorizationDetail, chain, delegationId, instant, personId, taskId } from '../fields.js';
import { topics } from '../topics.js';

export const taskStartedV1 = defineEvent({
  type: 'agent.task.started',
  version: 1,
  topic: topics.agentLifecycle,
  summary:
    'The token endpoint started a task for an agent; its credential is short and names the whole chain.',
  key: (event) => event.agentId,
  data: z.object({
    taskId,
    agentId,
    delegationId,
    delegatorId: personId,
    parentTaskId: taskId.optional(),
    chain,
    authorizationDetails: z.array(authorizationDetail),
    startedAt: instant,
    expiresAt: instant,
  }),
});
