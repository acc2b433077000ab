import { z } from 'zod';

const difference = z.object({
  what: z.enum(['policy', 'schema', 'entities', 'model', 'control', 'standard', 'case']),
  name: z.string(),
  effect: z.enum(['widens', 'narrows', 'neutral']),
  words: z.string(),
});

/** A version of the model, as the server tells of it. */
export const proposal = z.object({
  proposalId: z.string(),
  state: z.enum(['waiting', 'published']),
  version: z.string(),
  digest: z.string(),
  reason: z.string(),
  widens: z.boolean(),
  differences: z.array(difference),
  proposedBy: z.string(),
  proposedAt: z.string(),
  approvedBy: z.string().optional(),
  publishedAt: z.string().optional(),
  sequence: z.number().optional(),
});
export type Proposal = z.output<typeof proposal>;

export const policyStatus = z.object({
  running: z.string(),
  published: proposal.optional(),
  waiting: z.array(proposal),
});

export const publishedFiles = z.object({
  digest: z.string(),
  files: z.array(z.object({ path: z.string(), text: z.string() })),
});

export const policyPath = '/v1/decision/policy';
