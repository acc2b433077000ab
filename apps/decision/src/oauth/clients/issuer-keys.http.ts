import type { JWK } from 'jose';
import { z } from 'zod';
import type { TrustedIssuer } from './trusted-issuers.config.js';

/** What an issuer may send: more is no key set. */
const largestDocument = 256 * 1024;
const timeoutMs = 3_000;
const mostKeys = 100;

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });
const jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(mostKeys) });

export class IssuerUnusable extends Error {
  readonly code = 'ERR_ISSUER_UNUSABLE';
}

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
  if (document.issuer !== issuer) throw new IssuerUnusable(`${address} is about another issuer`);
  if (new URL(document.jwks_uri).origin !== new URL(issuer).origin)
    throw new IssuerUnusable(`${address} names keys on another host; configure jwksUri to allow that`);
  return document.jwks_uri;
}

/** One document, from the very address that was asked, of a bounded size, within a bounded time. */
async function fetchJson(address: string): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = { accept: 'application/json' };
  const response = await fetch(address, { redirect: 'error', signal, headers });
  if (response.status !== 200) throw new IssuerUnusable(`${address} answered ${response.status}`);
  return JSON.parse(await boundedText(response, address)) as unknown;
}

async function boundedText({ body }: Response, address: string): Promise<string> {
  const parts: Uint8Array[] = [];
  const sent: AsyncIterable<Uint8Array> | Uint8Array[] = body ?? [];
  let size = 0;
  for await (const part of sent) {
    size += part.byteLength;
    if (size > largestDocument)
      throw new IssuerUnusable(`${address} sends more than ${largestDocument} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parsed<S extends z.ZodType>(schema: S, value: unknown, address: string): z.output<S> {
  const result = schema.safeParse(value);
  if (!result.success) throw new IssuerUnusable(`${address} is not what it should be`);
  return result.data;
}
