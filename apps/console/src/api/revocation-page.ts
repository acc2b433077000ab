import { revocationView } from '@trivium/contracts';
import { z } from 'zod';

/** One page of a road's revocations, newest first; `next` is the cursor of the page before it in time. */
export const revocationPage = z.object({ items: z.array(revocationView), next: z.string().optional() });

export type RevocationPage = z.infer<typeof revocationPage>;
