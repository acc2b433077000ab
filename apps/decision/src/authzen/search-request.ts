import { z } from 'zod';
import { action, context, resource, subject } from './evaluation-request.js';

/** The most results that one answer holds. */
export const maxResults = 100;

/** AuthZEN Authorization API 1.0, section 8.2.1. A higher limit than `maxResults` counts as that. */
const page = z
  .object({ token: z.string().max(4_000).optional(), limit: z.int().min(0).optional() })
  .default({});

/** Sections 8.4 to 8.6: what is looked for has no id, and one that is given is ignored. */
export const subjectSearch = z.object({
  subject: subject.omit({ id: true }),
  action,
  resource,
  context,
  page,
});
export const resourceSearch = z.object({
  subject,
  action,
  resource: resource.omit({ id: true }),
  context,
  page,
});
export const actionSearch = z.object({ subject, resource, context, page });

export type SubjectSearch = z.output<typeof subjectSearch>;
export type ResourceSearch = z.output<typeof resourceSearch>;
export type ActionSearch = z.output<typeof actionSearch>;
export type PageRequest = z.output<typeof page>;
