import { z } from 'zod';

const text = z.string().min(1).max(1_000);

/** How an agent proves itself at the token endpoint. In its own name it may ask for nothing: what it may do, delegations say. */
export const clientWish = z.strictObject({
  /** By what another issuer says about it instead of by its own keys: claim, or JSON pointer into the claims, to the values it may have. */
  federated: z
    .strictObject({
      issuer: text,
      claims: z.record(text, z.union([text, z.array(text).min(1).max(50)])),
    })
    .refine(({ claims }) => Object.keys(claims).length > 0, 'needs at least one condition')
    .optional(),
  dpopBound: z.boolean().default(false),
  /** Seconds. */
  ttl: z.int().min(1).optional(),
});
export type ClientWish = z.output<typeof clientWish>;
