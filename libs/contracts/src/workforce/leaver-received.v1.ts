import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { instant, personId } from '../fields.js';
import { topics } from '../topics.js';

export const leaverReceivedV1 = defineEvent({
  type: 'workforce.leaver.received',
  version: 1,
  topic: topics.workforceRevocation,
  summary: 'An HR system says that a person leaves; an order to revoke.',
  key: (event) => event.personId,
  data: z.object({
    personId,
    source: z.string(),
    externalId: z.string(),
    /** When it became true in the HR system; decides between events that arrive out of order. */
    occurredAt: instant,
    /** When the employment ends; in the future it is scheduled. */
    effectiveAt: instant,
    /** The last day, as the calendar says where the person is; where given, its end decides and not `effectiveAt`. */
    lastDay: z.iso.date().optional(),
    receivedAt: instant,
    reason: z.string().max(200).optional(),
  }),
});
