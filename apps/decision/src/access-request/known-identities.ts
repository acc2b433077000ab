import type { Link } from '@trivium/identity';
import type { ChainReader } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import type { ResidentGrants } from '../projection/resident-grants.js';

/** Whom a road vouches for at this moment: who holds a grant, and is not contained. A road tells of its identities in no other way here. */
export class KnownIdentities {
  constructor(
    private readonly grants: Pick<ResidentGrants, 'heldBy'>,
    private readonly chains: Pick<ChainReader, 'read'>,
    private readonly clock: Clock,
  ) {}

  /** The identity in its newest generation, when that is known and live; undefined also while nobody can be sure. */
  async live(subjectId: string): Promise<Link | undefined> {
    const link = this.#newest(subjectId);
    return link && (await this.isLive(link)) ? link : undefined;
  }

  async isLive(link: Link): Promise<boolean> {
    return (await this.chains.read([link])).state === 'live';
  }

  #newest(subjectId: string): Link | undefined {
    const held = this.grants.heldBy(subjectId, this.clock.now());
    return held
      .flatMap(({ chain }) => chain.filter(({ id }) => id === subjectId))
      .reduce<Link | undefined>(
        (best, link) => (best && best.generation >= link.generation ? best : link),
        undefined,
      );
  }
}
