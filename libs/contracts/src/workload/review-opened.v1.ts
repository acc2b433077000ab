import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { instant, nhiId, personId } from '../fields.js';
import { topics } from '../topics.js';

export const reviewOpenedV1 = defineEvent({
  type: 'workload.review.opened',
  version: 1,
  topic: topics.workloadLifecycle,
  summary: 'A material change of a service asks the owner of its identities to look again.',
  key: (event) => event.nhiId,
  data: z.object({
    reviewId: z.string(),
    nhiId,
    ownerId: personId.optional(),
    trigger: z.string(),
    changes: z.array(z.string()),
    openedAt: instant,
    deadline: instant,
  }),
});
