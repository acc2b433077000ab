import { idPrefixes, linkOwner, MalformedChain, parseChain, type Chain, type Link } from '@trivium/identity';

/** How often a token may be exchanged for another: each time adds a link that every check has to read. */
export const maxLineage = 10;

/** A `kid` is the RFC 7638 thumbprint of its key. */
const kid = /^[\w-]{43}$/;
const tokenId = /^tok_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The part of a chain that the roads vouch for. */
export function roadChain(chain: Chain): Chain {
  return chain.filter(({ id }) => linkOwner(id) !== undefined);
}

/** The tokens in a chain, oldest first. A token has one generation: it is never given back. */
export function lineageOf(chain: Chain): readonly string[] {
  return chain.filter(({ id }) => tokenId.test(id)).map(({ id }) => id);
}

export function tokenLink(id: string): Link {
  if (!tokenId.test(id)) throw new MalformedChain(`"${id}" is no token`);
  return { id, generation: 1 };
}

/** The keys in a chain, by `kid`: whatever they signed is as good as they are. */
export function keysOf(chain: Chain): readonly string[] {
  return chain
    .filter(({ id }) => id.startsWith(idPrefixes.signingKey))
    .map(({ id }) => id.slice(idPrefixes.signingKey.length));
}

/** A key has one generation: once it is withdrawn it signs nothing any more. */
export function keyLink(name: string): Link {
  if (!kid.test(name)) throw new MalformedChain(`"${name}" is no key`);
  return { id: `${idPrefixes.signingKey}${name}`, generation: 1 };
}

/** What the chain of a token is made from. */
export interface TokenLineage {
  readonly roads: readonly string[];
  /** Those that signed the token and its ancestors. */
  readonly keys: readonly string[];
  readonly ancestors: readonly string[];
  readonly id: string;
}

/** The whole chain of a token: what its roads vouched for, the keys behind it, the tokens that it was made from, and itself. */
export function chainOfToken({ roads, keys, ancestors, id }: TokenLineage): Chain {
  return [...parseChain(roads), ...[...new Set(keys)].map(keyLink), ...[...ancestors, id].map(tokenLink)];
}
