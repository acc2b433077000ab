import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { instant, personId } from '../fields.js';
import { topics } from '../topics.js';

export const joinerReceivedV1 = defineEvent({
  type: 'workforce.joiner.received',
  version: 1,
  topic: topics.workforceLifecycle,
  summary: 'An HR system says that a person is hired or rehired.',
  key: (event) => event.personId,
  data: z.object({
    personId,
    source: z.string(),
    externalId: z.string(),
    /** `profile`: the feed says what is new about somebody employed, which hires nobody back. A hire where absent. */
    kind: z.enum(['hire', 'profile']).optional(),
    occurredAt: instant,
    receivedAt: instant,
    displayName: z.string().max(200),
    email: z.string().max(320).optional(),
    department: z.string().max(200).optional(),
    jobTitle: z.string().max(200).optional(),
    location: z.string().max(200).optional(),
    timeZone: z.string().max(64).optional(),
    managerExternalId: z.string().max(200).optional(),
  }),
});
