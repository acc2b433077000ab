import { z } from 'zod';
import { decisionId, instant } from '../fields.js';
import { decisionRecord, type DecisionRecord } from './decision-record.js';
import {
  questionFrom,
  questionTemplate,
  templateOfQuestion,
  type AskedQuestion,
} from './question-template.js';

const { decision, reason, caller, action, privileged, policyVersion, determining, failMode } =
  decisionRecord.shape;

/** What many decisions have in common: nine tenths of each, of a few dozen kinds at any moment. */
export const decisionTemplate = z.object({
  decision,
  reason,
  caller,
  subjectType: z.string(),
  action,
  resourceType: z.string(),
  privileged,
  policyVersion,
  determining,
  failMode,
  question: questionTemplate.optional(),
});
export type DecisionTemplate = z.infer<typeof decisionTemplate>;

/** What one decision has for itself. */
export const decisionBlanks = z.object({
  decisionId,
  at: instant,
  subjectId: z.string(),
  resourceId: z.string(),
  dataAgeMs: z.number().optional(),
});
export type DecisionBlanks = z.infer<typeof decisionBlanks>;

/** A decision by the place of its template among those that come with it. */
export const templatedDecision = decisionBlanks.extend({ template: z.int().min(0) });

export interface TemplatedDecisions {
  readonly templates: readonly DecisionTemplate[];
  readonly decisions: readonly z.infer<typeof templatedDecision>[];
}

export function templateOf({
  decisionId: id,
  at,
  subject,
  resource,
  dataAgeMs,
  question,
  ...common
}: Omit<DecisionRecord, 'question'> & {
  readonly question?: AskedQuestion | undefined;
}): {
  readonly template: DecisionTemplate;
  readonly blanks: DecisionBlanks;
} {
  const own = { at, subjectId: subject.id, resourceId: resource.id };
  return {
    template: {
      ...common,
      subjectType: subject.type,
      resourceType: resource.type,
      ...(question && { question: templateOfQuestion(question, own) }),
    },
    blanks: { decisionId: id, ...own, ...(dataAgeMs !== undefined && { dataAgeMs }) },
  };
}

export function recordFrom(
  { subjectType, resourceType, question, ...common }: DecisionTemplate,
  { decisionId: id, at, subjectId, resourceId, dataAgeMs }: DecisionBlanks,
): DecisionRecord {
  return {
    decisionId: id,
    at,
    ...common,
    subject: { type: subjectType, id: subjectId },
    resource: { type: resourceType, id: resourceId },
    ...(dataAgeMs !== undefined && { dataAgeMs }),
    ...(question && { question: questionFrom(question, { subjectId, resourceId, at }) }),
  };
}

/** In their order, a template for each. */
export function templated(records: readonly DecisionRecord[]): {
  readonly templates: DecisionTemplate[];
  readonly decisions: z.infer<typeof templatedDecision>[];
} {
  const parts = records.map(templateOf);
  return {
    templates: parts.map(({ template }) => template),
    decisions: parts.map(({ blanks }, template) => ({ template, ...blanks })),
  };
}

/** Whole again, in their order. */
export function recordsFrom({ templates, decisions }: TemplatedDecisions): readonly DecisionRecord[] {
  return decisions.flatMap(({ template, ...blanks }) => {
    const found = templates[template];
    return found ? [recordFrom(found, blanks)] : [];
  });
}
