import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { instant, nhiId, personId } from '../fields.js';
import { topics } from '../topics.js';

export const nhiRegisteredV1 = defineEvent({
  type: 'workload.nhi.registered',
  version: 1,
  topic: topics.workloadLifecycle,
  summary: 'A non-human identity exists, with a named person as its owner.',
  key: (event) => event.nhiId,
  data: z.object({
    nhiId,
    kind: z.string(),
    name: z.string(),
    ownerId: personId,
    environment: z.string(),
    registeredAt: instant,
  }),
});
