import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { agentId, authorizationDetail, chain, delegationId, instant, personId } from '../fields.js';
import { topics } from '../topics.js';

export const delegationGrantedV1 = defineEvent({
  type: 'agent.delegation.granted',
  version: 1,
  topic: topics.agentLifecycle,
  summary: 'A person lets an agent act for them, within these details and until this time.',
  key: (event) => event.agentId,
  data: z.object({
    delegationId,
    delegatorId: personId,
    agentId,
    chain,
    purpose: z.string(),
    authorizationDetails: z.array(authorizationDetail),
    grantedAt: instant,
    expiresAt: instant,
  }),
});
