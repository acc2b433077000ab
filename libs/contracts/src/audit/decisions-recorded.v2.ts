import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { topics } from '../topics.js';
import { recordGap } from './decision-record.js';
import { decisionTemplate, templatedDecision } from './decision-template.js';

export const decisionsRecordedV2 = defineEvent({
  type: 'audit.decisions.recorded',
  version: 2,
  topic: topics.auditDecision,
  summary: 'The decision point answered, many times; allowed and denied, what they have in common told once.',
  key: (event) => event.spool,
  data: z
    .object({
      /** The run of the process that answered. */
      spool: z.string().min(1),
      templates: z.array(decisionTemplate).max(1_000),
      decisions: z.array(templatedDecision).max(1_000),
      gaps: z.array(recordGap),
    })
    .refine(({ templates, decisions }) => decisions.every(({ template }) => template < templates.length), {
      path: ['decisions'],
      message: 'each must name one of the templates',
    }),
});
