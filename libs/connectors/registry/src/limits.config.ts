import { z } from 'zod';

/** What may be said of a target of any kind. */
export const targetLimits = z.object({
  concurrency: z.int().min(1).max(256).default(8).describe('Acts in flight at this target at once.'),
  timeoutMs: z
    .int()
    .min(1)
    .default(10_000)
    .describe('Milliseconds after which an act is given up and tried again later.'),
});
