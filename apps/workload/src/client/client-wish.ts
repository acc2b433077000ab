import { authorizationDetail } from '@trivium/contracts';
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

const text = z.string().min(1).max(1_000);

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
    /** By what another issuer says about it: claim, or JSON pointer into the claims, to the values it may have. */
    federated: z
      .strictObject({
        issuer: text,
        claims: z.record(text, z.union([text, z.array(text).min(1).max(50)])),
      })
      .refine(({ claims }) => Object.keys(claims).length > 0, 'needs at least one condition')
      .optional(),
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
