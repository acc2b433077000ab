import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { secureAddress } from './secure-address.js';

/** Signed by a key pair, never by a shared secret; an issuer's file may allow fewer. */
const asymmetric = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

const common = {
  /** What its tokens must be meant for; this service's issuer and token endpoint when absent. */
  audiences: z.array(z.string().min(1)).min(1).max(20).optional(),
  algorithms: z
    .array(z.enum(asymmetric))
    .min(1)
    .default([...asymmetric]),
  /** Seconds after its issue for which a token is heard, however long it says that it lives. */
  maxAgeSeconds: z.int().min(1).max(31_536_000).default(3_600),
};

const oidc = z.strictObject({
  issuer: secureAddress,
  /** Where its keys are, instead of what its discovery document says. */
  jwksUri: secureAddress.optional(),
  ...common,
});

const trustDomain = z.strictObject({
  trustDomain: z
    .string()
    .regex(/^[a-z0-9._-]{1,255}$/, 'is the name of a SPIFFE trust domain, without spiffe://'),
  /** Where its bundle is published (SPIFFE bundle endpoint, profile https_web). */
  bundleUrl: secureAddress,
  ...common,
});

const file = z.strictObject({
  issuers: z.array(oidc).max(100).default([]),
  trustDomains: z.array(trustDomain).max(100).default([]),
});

/** One issuer whose word about workloads is heard; who they are, each client's registration says. */
export interface TrustedIssuer {
  /** The `iss` of its tokens, or `spiffe://<trust domain>`. */
  readonly id: string;
  readonly kind: 'oidc' | 'spiffe';
  /** Where its keys are; to be discovered when absent. */
  readonly keysUrl?: string;
  readonly audiences?: readonly string[];
  readonly algorithms: readonly string[];
  /** Seconds since its `iat` for which a token may be presented, as often as its holder likes. */
  readonly maxAgeSeconds: number;
}

/** Reads the file of `TRIVIUM_TRUSTED_ISSUERS_FILE`: these issuers and nobody else. Throws with the path of each wrong field. */
export function readTrustedIssuers(path: string | undefined): readonly TrustedIssuer[] {
  return path === undefined ? [] : parseTrustedIssuers(readFileSync(path, 'utf8'));
}

export function parseTrustedIssuers(text: string): readonly TrustedIssuer[] {
  const parsed = file.safeParse(parse(text) ?? {});
  if (!parsed.success) throw new Error(`trusted issuers: ${problemsOf(parsed.error)}`);
  const { issuers, trustDomains } = parsed.data;
  const all = [...issuers.map(oidcIssuer), ...trustDomains.map(spiffeIssuer)];
  const twice = all.find(({ id }, at) => all.findIndex((one) => one.id === id) !== at);
  if (twice) throw new Error(`trusted issuers: ${twice.id} is there twice`);
  return all;
}

function oidcIssuer({ issuer, jwksUri, ...tokens }: z.output<typeof oidc>): TrustedIssuer {
  const where = jwksUri === undefined ? {} : { keysUrl: jwksUri };
  return { id: issuer, kind: 'oidc', ...where, ...accepted(tokens) };
}

function spiffeIssuer({
  trustDomain: name,
  bundleUrl,
  ...tokens
}: z.output<typeof trustDomain>): TrustedIssuer {
  return { id: `spiffe://${name}`, kind: 'spiffe', keysUrl: bundleUrl, ...accepted(tokens) };
}

type Accepted = Pick<z.output<typeof oidc>, keyof typeof common>;

function accepted({ audiences, ...rest }: Accepted): Pick<TrustedIssuer, keyof Accepted> {
  return { ...rest, ...(audiences && { audiences }) };
}

const problemsOf = (error: z.ZodError) =>
  error.issues.map((issue) => `${issue.path.join('.') || 'the file'} ${issue.message}`).join('; ');
