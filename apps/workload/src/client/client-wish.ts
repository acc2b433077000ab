import { authorizationDetail } from '@trivium/contracts';
import { federatedWish } from '@trivium/service';
import { z } from 'zod';

/** Public halves only, of the kinds with which a client may sign. */
const key = z.union([
  z.strictObject({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: z.string(),
    kid: z.string().max(200).optional(),
    alg: z.string().optional(),
    use: z.literal('sig').optional(),
  }),
  z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: z.string(),
    y: z.string(),
    kid: z.string().max(200).optional(),
    alg: z.string().optional(),
    use: z.literal('sig').optional(),
  }),
]);

interface Ways {
  readonly jwks?: unknown;
  readonly jwksUri?: unknown;
  readonly federated?: unknown;
}

const waysOf = ({ jwks, jwksUri, federated }: Ways) =>
  [jwks, jwksUri, federated].filter((way) => way !== undefined).length;

/** How a workload proves itself at the token endpoint, and what it may ask for there. */
export const clientWish = z
  .strictObject({
    jwks: z.strictObject({ keys: z.array(key).min(1).max(10) }).optional(),
    /** Where it publishes them itself. */
    jwksUri: z
      .url({ protocol: /^https?$/ })
      .max(1_000)
      .optional(),
    federated: federatedWish.optional(),
    scope: z.string().max(2_000).optional(),
    authorizationDetails: z.array(authorizationDetail).max(50).default([]),
    dpopBound: z.boolean().default(false),
    /** Seconds. */
    ttl: z.int().min(1).optional(),
  })
  .refine((wish) => waysOf(wish) === 1, {
    message: 'needs keys, the address of keys or a trusted issuer, one of them',
    path: ['jwks'],
  });
export type ClientWish = z.output<typeof clientWish>;
