import { federatedWish } from '@trivium/service';
import { z } from 'zod';

/** How an agent proves itself at the token endpoint. In its own name it may ask for nothing: what it may do, delegations say. */
export const clientWish = z.strictObject({
  /** By what another issuer says about it, instead of by its own keys. */
  federated: federatedWish.optional(),
  dpopBound: z.boolean().default(false),
  /** Seconds. */
  ttl: z.int().min(1).optional(),
});
export type ClientWish = z.output<typeof clientWish>;
