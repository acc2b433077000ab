import { z } from 'zod';

const signingKey = z.object({
  kid: z.string(),
  state: z.enum(['next', 'signing', 'former', 'withdrawn']),
  signsFrom: z.string(),
  withdrawnAt: z.string().optional(),
});

/** A key of access tokens, as the server tells of it. */
export type SigningKey = z.output<typeof signingKey>;

export const signingKeys = z.object({ keys: z.array(signingKey) });

export const keysPath = '/v1/decision/keys';
