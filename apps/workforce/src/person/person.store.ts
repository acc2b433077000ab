import type { PersonId } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { Person, PersonState, Profile } from './person.js';

export const PERSONS = Symbol('Persons');

/** What is kept of a departure that lies ahead, to be told when it happens. */
export interface LeaveCause {
  readonly actorId: string;
  readonly causeId: string;
  readonly eventAt: string;
  /** The last day that the HR system named (`YYYY-MM-DD`), kept while it is not known where the person is. */
  readonly lastDay?: string;
}

export type Departing = Person & { readonly cause?: LeaveCause };

export interface NewPerson {
  readonly personId: PersonId;
  readonly source: string;
  readonly externalId: string;
  readonly generation: number;
  readonly state: PersonState;
  readonly occurredAt: Date;
}

export interface PersonStore {
  /** The person, locked until the transaction ends, so that two events of one person follow each other. */
  lock(tx: Transaction, personId: PersonId): Promise<Departing | undefined>;
  find(personId: PersonId): Promise<Person | undefined>;
  list(limit: number): Promise<readonly Person[]>;
  /** Inserts or, for a rehire, begins the next generation. */
  begin(tx: Transaction, person: NewPerson, profile: Profile, at: Date): Promise<void>;
  update(tx: Transaction, personId: PersonId, occurredAt: Date, profile: Profile): Promise<void>;
  schedule(
    tx: Transaction,
    personId: PersonId,
    occurredAt: Date,
    leavesAt: Date,
    cause: LeaveCause,
  ): Promise<void>;
  /** Keeps a departure that lies ahead of somebody who has yet to be hired. */
  foresee(tx: Transaction, personId: PersonId, leavesAt: Date, cause: LeaveCause): Promise<void>;
  left(tx: Transaction, personId: PersonId, occurredAt: Date, at: Date): Promise<void>;
  /** Who leaves by now, longest due first. */
  dueDepartures(now: Date, limit: number): Promise<readonly PersonId[]>;
  /** The person, locked, if the departure is still due and nobody else is settling it. */
  claimDeparture(
    tx: Transaction,
    personId: PersonId,
    now: Date,
  ): Promise<(Person & { readonly cause: LeaveCause }) | undefined>;
}
