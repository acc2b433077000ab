import { isDenied, type Chain, type Link, type Road } from '@trivium/identity';
import type { ChainReader, ChainState } from '@trivium/revocation';

/**
 * Markers in memory, and the truth from which they are rebuilt. `fault` makes it answer as a real reader does when the markers
 * cannot be trusted.
 */
export class FakeChains implements ChainReader {
  readonly #truth = new Map<string, number>();
  #deniedUpTo = new Map<string, number>();
  fault: 'unreachable' | 'incomplete' | undefined;
  reads = 0;

  deny(link: Link): void {
    for (const markers of [this.#truth, this.#deniedUpTo]) {
      markers.set(link.id, Math.max(link.generation, markers.get(link.id) ?? 0));
    }
  }

  /** What a flush, a restart or a fresh replica leave: nothing, and no stamp. */
  flush(): void {
    this.#deniedUpTo = new Map();
    this.fault = 'incomplete';
  }

  rebuild(): void {
    this.#deniedUpTo = new Map(this.#truth);
    this.fault = undefined;
  }

  read(chain: Chain): Promise<ChainState> {
    this.reads += 1;
    if (this.fault === 'unreachable') return Promise.resolve({ state: 'denied', reason: 'unreachable' });
    const link = chain.find((one) => isDenied(one, this.#deniedUpTo.get(one.id)));
    if (link) return Promise.resolve({ state: 'denied', reason: 'contained', link });
    if (this.fault) return Promise.resolve({ state: 'denied', reason: 'incomplete', road: 'agent' });
    return Promise.resolve({ state: 'live' });
  }

  completeness(): Promise<Readonly<Record<Road, boolean>> | undefined> {
    const complete = this.fault === undefined;
    return Promise.resolve(
      this.fault === 'unreachable' ? undefined : { workforce: complete, workload: complete, agent: complete },
    );
  }
}
