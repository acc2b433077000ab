import { formatLink, type Chain } from '@trivium/identity';
import type { ChainReader, ChainState } from '@trivium/revocation';

/** Reads each chain once for all questions of one request. MUST NOT outlive the request: what it knows does not age. */
export class ReadOnce implements Pick<ChainReader, 'read'> {
  readonly #states = new Map<string, Promise<ChainState>>();

  constructor(private readonly chains: Pick<ChainReader, 'read'>) {}

  read(chain: Chain): Promise<ChainState> {
    const key = chain.map(formatLink).join(' ');
    const known = this.#states.get(key);
    if (known) return known;
    const state = this.chains.read(chain);
    this.#states.set(key, state);
    return state;
  }
}
