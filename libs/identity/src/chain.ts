import { linkOwner, markerOwner, type MarkerOwner, type Road } from './ids.js';

/** One link of an access chain: an identity, delegation, task or credential in the generation in which the access was given. */
export interface Link {
  readonly id: string;
  readonly generation: number;
}

/** `human → agent → delegation → parent delegation → task → credential`, outermost authority first. */
export type Chain = readonly Link[];

/** More links than any delegation depth allows; a longer chain is refused, not truncated. */
export const maxChainLength = 16;

export class MalformedChain extends Error {
  readonly code = 'ERR_MALFORMED_CHAIN';
}

export function formatLink(link: Link): string {
  return `${link.id}:${link.generation}`;
}

export function parseLink(text: string): Link {
  const match = /^([a-z]{3}_[0-9a-f-]{36}):([1-9]\d{0,8})$/.exec(text);
  if (!match?.[1] || !match[2] || !linkOwner(match[1]))
    throw new MalformedChain(`"${text}" is no link of a chain`);
  return { id: match[1], generation: Number(match[2]) };
}

export function parseChain(texts: readonly string[]): Chain {
  if (texts.length === 0 || texts.length > maxChainLength) {
    throw new MalformedChain(`a chain has 1 to ${maxChainLength} links, this one has ${texts.length}`);
  }
  return texts.map(parseLink);
}

/** The roads whose markers decide whether the chain is live. */
export function roadsOf(chain: Chain): readonly Road[] {
  return [...new Set(chain.map((link) => linkOwner(link.id)).filter((road) => road !== undefined))];
}

/** Everybody whose markers decide whether the chain is live: its roads, and `decision` where it names tokens. */
export function markerOwnersOf(chain: Chain): readonly MarkerOwner[] {
  return [...new Set(chain.map((link) => markerOwner(link.id)).filter((owner) => owner !== undefined))];
}

/** Denied when the link's generation is at or below the highest denied one: a rehire's new generation is untouched by the old marker. */
export function isDenied(link: Link, deniedUpTo: number | undefined): boolean {
  return deniedUpTo !== undefined && link.generation <= deniedUpTo;
}
