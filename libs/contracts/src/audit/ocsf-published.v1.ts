import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { topics } from '../topics.js';

export const ocsfPublishedV1 = defineEvent({
  type: 'soc.ocsf.published',
  version: 1,
  topic: topics.socOcsf,
  summary: 'An audit entry in the words of the Open Cybersecurity Schema Framework.',
  key: (event) => event.metadata.uid,
  data: z.looseObject({
    class_uid: z.int(),
    category_uid: z.int(),
    activity_id: z.int(),
    type_uid: z.int(),
    severity_id: z.int(),
    time: z.int(),
    metadata: z.looseObject({ uid: z.string(), version: z.string() }),
  }),
});
