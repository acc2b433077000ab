import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { topics } from '../topics.js';
import { decisionRecord, recordGap } from './decision-record.js';

export const decisionsRecordedV1 = defineEvent({
  type: 'audit.decisions.recorded',
  version: 1,
  topic: topics.auditDecision,
  summary: 'The decision point answered, many times, each told whole; still read, no longer written.',
  key: (event) => event.spool,
  data: z.object({
    /** The run of the process that answered. */
    spool: z.string().min(1),
    records: z.array(decisionRecord).max(1_000),
    gaps: z.array(recordGap),
  }),
});
