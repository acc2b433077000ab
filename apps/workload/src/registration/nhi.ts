import type { NhiId, PersonId } from '@trivium/identity';

/** A non-human identity, with a named person who answers for it. */
export interface Nhi {
  readonly nhiId: NhiId;
  readonly name: string;
  readonly kind: string;
  readonly ownerId: PersonId;
  readonly sponsorId: PersonId | null;
  readonly purpose: string;
  readonly environment: string;
  readonly dataSensitivity: string;
  /** Where its code lives, `owner/name`; alerts and deployments there concern it. */
  readonly repositories: readonly string[];
  readonly permissions: readonly string[];
  readonly generation: number;
  readonly state: 'active' | 'ownerless' | 'quarantined';
  /** By when an ownerless one needs a new owner. */
  readonly ownerDeadline: Date | null;
  readonly registeredAt: Date;
}
