import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { generation, instant, personId, revocationId } from '../fields.js';
import { topics } from '../topics.js';

export const personLeftV1 = defineEvent({
  type: 'workforce.person.left',
  version: 1,
  topic: topics.workforceLifecycle,
  summary:
    'A person has left and is contained; the other roads decide what it means for what the person owned or delegated.',
  key: (event) => event.personId,
  data: z.object({ personId, generation, revocationId, leftAt: instant, displayName: z.string().optional() }),
});
