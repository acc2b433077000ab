import { road } from '@trivium/contracts';
import { z } from 'zod';

/** What one consumer group of a road has not read yet of one topic. */
export const lagEntry = z.object({
  road,
  group: z.string(),
  topic: z.string(),
  /** In messages. */
  lag: z.number().nonnegative(),
  /** How long the oldest unread message has waited, in milliseconds. */
  oldestMs: z.number().nonnegative().optional(),
});

export const lagReport = z.array(lagEntry);

export type LagEntry = z.infer<typeof lagEntry>;
