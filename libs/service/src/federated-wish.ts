import { z } from 'zod';

const text = z.string().min(1).max(1_000);

/** A client proves itself by what another issuer says about it: claim, or JSON pointer into the claims, to the values it may have. */
export const federatedWish = z
  .strictObject({
    issuer: text,
    claims: z.record(text, z.union([text, z.array(text).min(1).max(50)])),
  })
  .refine(({ claims }) => Object.keys(claims).length > 0, 'needs at least one condition');
