import type { JWK } from 'jose';
import { z } from 'zod';
import { fetchJson, PublisherUnusable } from './fetch-json.http.js';
import type { TrustedIssuer } from './trusted-issuers.config.js';

const mostKeys = 100;

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });
const jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(mostKeys) });

type Signer = Pick<TrustedIssuer, 'id' | 'kind' | 'keysUrl'>;

/** The public keys with which this issuer signs: found by OpenID Connect Discovery, or where the configuration says. */
export async function fetchIssuerKeys(issuer: Signer): Promise<readonly JWK[]> {
  const address = issuer.keysUrl ?? (await discoverKeys(issuer.id));
  const { keys } = parsed(jwks, await fetchJson(address), address);
  return keys.filter(({ kty, use }) => kty !== 'oct' && usable(issuer, use)).map(withoutUse);
}

/** A SPIFFE bundle also carries the roots of X.509-SVIDs; a JWKS may carry keys to encrypt with. */
function usable({ kind }: Signer, use: unknown): boolean {
  return kind === 'spiffe' ? use === 'jwt-svid' : use === undefined || use === 'sig';
}

function withoutUse({ use: _, ...key }: JWK): JWK {
  return key;
}

/** The document must be about the issuer that was asked for, and must not send us to another host. */
async function discoverKeys(issuer: string): Promise<string> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const document = parsed(discovery, await fetchJson(address), address);
  if (document.issuer !== issuer) throw new PublisherUnusable(`${address} is about another issuer`);
  if (new URL(document.jwks_uri).origin !== new URL(issuer).origin)
    throw new PublisherUnusable(`${address} names keys on another host; configure jwksUri to allow that`);
  return document.jwks_uri;
}

function parsed<S extends z.ZodType>(schema: S, value: unknown, address: string): z.output<S> {
  const result = schema.safeParse(value);
  if (!result.success) throw new PublisherUnusable(`${address} is not what it should be`);
  return result.data;
}
