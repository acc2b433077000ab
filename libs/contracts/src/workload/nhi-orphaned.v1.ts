import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { instant, nhiId, personId } from '../fields.js';
import { topics } from '../topics.js';

export const nhiOrphanedV1 = defineEvent({
  type: 'workload.nhi.orphaned',
  version: 1,
  topic: topics.workloadLifecycle,
  summary: 'The owner left: the identity works on, but needs a new owner before the deadline.',
  key: (event) => event.nhiId,
  data: z.object({
    nhiId,
    name: z.string(),
    formerOwnerId: personId,
    orphanedAt: instant,
    deadline: instant,
  }),
});
