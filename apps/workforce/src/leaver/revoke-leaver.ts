import {
  personLeftV1,
  workforceAccessEndedV1,
  type EventData,
  type leaverReceivedV1,
} from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import type { RevocationId } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { Account, RevocationOrder, RoadRevocation } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import { believedTime, decideLeave, type Person } from '../person/person.js';
import type { PersonStore } from '../person/person.store.js';
import { endOfDay } from './last-day.js';

export type LeaverReceived = EventData<typeof leaverReceivedV1>;

export interface Departure {
  readonly actor: RevocationOrder['actor'];
  readonly causeId: string;
  /** When Trivium received what caused it. */
  readonly eventAt: Date;
  readonly occurredAt: Date;
}

/** A person leaves: contained at once, then every account ended and tried; the other roads hear of it. */
export class RevokeLeaver {
  constructor(
    private readonly persons: PersonStore,
    private readonly road: Pick<RoadRevocation, 'accounts' | 'order' | 'announce'>,
    private readonly outbox: Outbox,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  /** Harmless the second time: who has left cannot leave again. */
  async execute(tx: Transaction, event: LeaverReceived, causeId: string): Promise<void> {
    const occurredAt = believedTime(event.occurredAt, event.receivedAt);
    const eventAt = new Date(event.receivedAt);
    const person = await this.persons.lock(tx, event.personId);
    const effectiveAt = event.lastDay
      ? endOfDay(event.lastDay, person?.timeZone)
      : new Date(event.effectiveAt);
    const decision = decideLeave(person, { occurredAt, effectiveAt }, this.clock.now());
    const actor = { id: event.source, kind: 'feed' as const };
    if (person && decision.do === 'revoke')
      await this.depart(tx, person, { actor, causeId, eventAt, occurredAt });
    if (decision.do === 'schedule') {
      await this.persons.schedule(tx, event.personId, occurredAt, decision.at, {
        actorId: event.source,
        causeId,
        eventAt: eventAt.toISOString(),
      });
    }
    if (decision.do === 'remember') await this.#remember(tx, event, causeId, occurredAt, decision.at);
    const outcome = decision.do === 'nothing' || decision.do === 'remember' ? 'ignored' : 'success';
    await this.#record(
      tx,
      event,
      causeId,
      outcome,
      decision.do === 'nothing' ? decision.because : decision.do,
    );
  }

  /** Ends everything of a person who is here; the caller holds the person's row. */
  async depart(
    tx: Transaction,
    person: Person,
    { actor, causeId, eventAt, occurredAt }: Departure,
  ): Promise<RevocationId> {
    const { personId, generation, displayName } = person;
    const chain = [{ id: personId, generation }];
    const accounts: Account[] = [];
    const revocationId = await this.road.order.execute(tx, {
      subject: { id: personId, kind: 'person', label: displayName ?? personId },
      reason: 'left',
      links: chain,
      chain,
      accounts: async () => {
        accounts.push(...(await this.road.accounts.ending(tx, [personId])));
        return accounts.map((account) => ({ account, act: 'revoke' }));
      },
      eventAt,
      causeId,
      deadline: new Date(eventAt.getTime() + this.model.roads.workforce.revocation.deadline),
      policyVersion: this.model.version,
      actor,
    });
    const now = this.clock.now();
    await this.persons.left(tx, personId, occurredAt, now);
    await this.#announce(tx, person, revocationId, accounts, now, causeId);
    return revocationId;
  }

  async #announce(
    tx: Transaction,
    person: Person,
    revocationId: RevocationId,
    accounts: readonly Account[],
    now: Date,
    causeId: string,
  ): Promise<void> {
    const { personId, generation, displayName } = person;
    const how = { time: now, causationId: causeId, policyVersion: this.model.version };
    const at = now.toISOString();
    await this.outbox.appendAll(tx, [
      this.outbox.prepare(
        personLeftV1,
        { personId, generation, revocationId, leftAt: at, ...(displayName && { displayName }) },
        how,
      ),
      ...accounts.map(({ accountId }) =>
        this.outbox.prepare(
          workforceAccessEndedV1,
          { grantId: accountId, subjectId: personId, endedAt: at },
          how,
        ),
      ),
    ]);
  }

  /** So that the hire which this departure follows, arriving late, gives nothing, or nothing beyond the day on which it happens. */
  async #remember(
    tx: Transaction,
    { personId, source, externalId, lastDay, receivedAt }: LeaverReceived,
    causeId: string,
    occurredAt: Date,
    leavesAt: Date | undefined,
  ): Promise<void> {
    await this.persons.begin(
      tx,
      { personId, source, externalId, generation: 0, state: 'left', occurredAt },
      {},
      this.clock.now(),
    );
    if (!leavesAt) return;
    const cause = { actorId: source, causeId, eventAt: receivedAt, ...(lastDay && { lastDay }) };
    await this.persons.foresee(tx, personId, leavesAt, cause);
  }

  #record(
    tx: Transaction,
    event: LeaverReceived,
    causeId: string,
    outcome: 'success' | 'ignored',
    reason: string,
  ): Promise<void> {
    const entry = {
      action: 'person.leaving',
      outcome,
      actor: { id: event.source, kind: 'feed' as const },
      subject: { id: event.personId, kind: 'person' },
      reason,
    };
    return this.road.announce.recorded(tx, [entry], {
      at: this.clock.now(),
      causeId,
      policyVersion: this.model.version,
    });
  }
}
