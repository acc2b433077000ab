import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { generation, instant, personId } from '../fields.js';
import { topics } from '../topics.js';

export const personJoinedV1 = defineEvent({
  type: 'workforce.person.joined',
  version: 1,
  topic: topics.workforceLifecycle,
  summary: 'A person is active in this generation; a rehire is a new generation.',
  key: (event) => event.personId,
  data: z.object({ personId, generation, displayName: z.string(), joinedAt: instant }),
});
