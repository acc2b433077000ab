import {
  isDenied,
  MalformedChain,
  markerOwner,
  markerOwnersOf,
  type Chain,
  type Link,
  type MarkerOwner,
  type Road,
} from '@trivium/identity';

/** `incomplete`: the road has not (yet) written all its markers to the server that answered, so the absence of one proves nothing. */
export type ChainState =
  | { readonly state: 'live' }
  | { readonly state: 'denied'; readonly reason: 'contained'; readonly link: Link }
  | { readonly state: 'denied'; readonly reason: 'incomplete'; readonly road: MarkerOwner }
  | { readonly state: 'denied'; readonly reason: 'unreachable' };

/**
 * Says whether every link of a chain is live, from the markers that the roads keep.
 * An implementation
 * - MUST read the markers of all links and the stamps of all touched roads at one moment, from one primary;
 * - MUST NOT say `live` unless each stamp names the very server process that gave the answer;
 * - MUST answer `denied` when it cannot know, within a bounded time, and MUST NOT throw for a parsed chain;
 * - MUST NOT keep an answer for a later question.
 */
export interface ChainReader {
  read(chain: Chain): Promise<ChainState>;
  /** For readiness: which roads' markers are all there; `undefined` when the server does not answer. */
  completeness(): Promise<Readonly<Record<Road, boolean>> | undefined>;
}

/** The highest denied generation of this link, as a decimal number; no key, no denial. */
export function markerKey(linkId: string): string {
  const owner = markerOwner(linkId);
  if (!owner) throw new MalformedChain(`"${linkId}" is no link of a chain`);
  return `${owner}:marker:${linkId}`;
}

/** The run id of the server that holds all markers of this road. */
export function completeKey(road: MarkerOwner): string {
  return `${road}:complete`;
}

interface ReadPlan {
  readonly keys: readonly string[];
  readonly roads: readonly MarkerOwner[];
}

/** What to read follows from the chain alone, so it is worked out once for a chain that is asked about again and again. */
const plans = new WeakMap<Chain, ReadPlan>();

function planOf(chain: Chain): ReadPlan {
  const known = plans.get(chain);
  if (known) return known;
  if (chain.length === 0) throw new MalformedChain('an empty chain is never live');
  const touched = markerOwnersOf(chain);
  const plan = {
    keys: [...chain.map((link) => markerKey(link.id)), ...touched.map(completeKey)],
    roads: touched,
  };
  plans.set(chain, plan);
  return plan;
}

/** The keys to read in one `MGET`: a marker for each link, then a stamp for each road; `judgeChain` takes the values in this order. */
export function chainKeys(chain: Chain): readonly string[] {
  return planOf(chain).keys;
}

/** The verdict on what one server process with this run id answered to `chainKeys(chain)`. */
export function judgeChain(chain: Chain, values: readonly (string | null)[], runId: string): ChainState {
  const cut = chain.find((link, at) => isDenied(link, deniedUpTo(values[at])));
  if (cut) return { state: 'denied', reason: 'contained', link: cut };
  const road = planOf(chain).roads.find((_, at) => runId === '' || values[chain.length + at] !== runId);
  return road ? { state: 'denied', reason: 'incomplete', road } : { state: 'live' };
}

/** A marker that is no number was written by something else; what it meant to end is unknown, so it ends everything. */
function deniedUpTo(marker: string | null | undefined): number | undefined {
  if (marker === null) return undefined;
  return marker !== undefined && /^\d{1,15}$/.test(marker) ? Number(marker) : Infinity;
}
