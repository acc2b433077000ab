import { linkOwner, MalformedChain, parseChain, type Chain, type Link } from '@trivium/identity';

/** How often a token may be exchanged for another: each time adds a link that every check has to read. */
export const maxLineage = 10;

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

/** The whole chain of a token: what its roads vouched for, the tokens that it was made from, and itself. */
export function chainOfToken(roads: readonly string[], ancestors: readonly string[], id: string): Chain {
  return [...parseChain(roads), ...[...ancestors, id].map(tokenLink)];
}
