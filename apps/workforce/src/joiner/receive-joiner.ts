import {
  personJoinedV1,
  workforceAccessGrantedV1,
  type EventData,
  type joinerReceivedV1,
} from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import type { Transaction } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import { accessGranted, Announce, type Account, type RoadRevocation } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import { endOfDay } from '../leaver/last-day.js';
import { accountNameOf, believedTime, decideJoin, type Profile } from '../person/person.js';
import type { Departing, PersonStore } from '../person/person.store.js';

export type JoinerReceived = EventData<typeof joinerReceivedV1>;

export interface Told {
  /** The id of the event that told it. */
  readonly causeId: string;
}

/** A person is hired, rehired or told about again: a new employment gets the birthright of its department. */
export class ReceiveJoiner {
  constructor(
    private readonly persons: PersonStore,
    private readonly road: Pick<RoadRevocation, 'accounts' | 'nudge'> & {
      readonly announce: Pick<Announce, 'recorded'>;
    },
    private readonly outbox: Outbox,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  /** Harmless the second time: an employment that has begun is only updated. */
  async execute(tx: Transaction, event: JoinerReceived, { causeId }: Told): Promise<void> {
    const occurredAt = believedTime(event.occurredAt, event.receivedAt);
    const known = await this.persons.lock(tx, event.personId);
    const decision = decideJoin(known, occurredAt, this.clock.now(), event.kind);
    if (decision.do === 'hire') await this.#hire(tx, event, decision.generation, occurredAt, causeId);
    if (decision.do === 'hire' && decision.leavesAt && known)
      await this.#schedule(tx, event, known, decision.leavesAt);
    if (decision.do === 'update') await this.persons.update(tx, event.personId, occurredAt, profileOf(event));
    const outcome = decision.do === 'nothing' ? 'ignored' : 'success';
    await this.#record(
      tx,
      event,
      causeId,
      outcome,
      decision.do === 'nothing' ? decision.because : decision.do,
    );
  }

  async #hire(
    tx: Transaction,
    event: JoinerReceived,
    generation: number,
    occurredAt: Date,
    causeId: string,
  ): Promise<void> {
    const { personId, source, externalId, displayName } = event;
    const now = this.clock.now();
    await this.persons.begin(
      tx,
      { personId, source, externalId, generation, state: 'active', occurredAt },
      profileOf(event),
      now,
    );
    const name = accountNameOf({ personId, generation });
    const wanted = this.model
      .birthrightOf(event.department)
      .map((right) => ({ ...right, name, ownerId: personId, generation }));
    await this.road.accounts.want(tx, wanted, now);
    await this.outbox.append(
      tx,
      personJoinedV1,
      { personId, generation, displayName, joinedAt: now.toISOString() },
      { time: now, causationId: causeId, policyVersion: this.model.version },
    );
    tx.afterCommit(() => this.road.nudge(wanted.map(({ target }) => target)));
  }

  /** The departure that was heard of first; where the person is, is known only now. */
  async #schedule(
    tx: Transaction,
    { personId, timeZone }: JoinerReceived,
    { cause, lastEventAt }: Departing,
    foreseen: Date,
  ): Promise<void> {
    if (!cause) throw new TypeError(`${personId} leaves for no known cause`);
    const leavesAt = cause.lastDay ? endOfDay(cause.lastDay, timeZone) : foreseen;
    await this.persons.schedule(tx, personId, lastEventAt, leavesAt, cause);
  }

  #record(
    tx: Transaction,
    event: JoinerReceived,
    causeId: string,
    outcome: 'success' | 'ignored',
    reason: string,
  ): Promise<void> {
    const actor = { id: event.source, kind: 'feed' as const };
    const subject = { id: event.personId, kind: 'person', label: event.displayName };
    return this.road.announce.recorded(tx, [{ action: 'person.joined', outcome, actor, subject, reason }], {
      at: this.clock.now(),
      causeId,
      policyVersion: this.model.version,
    });
  }
}

function profileOf({
  displayName,
  email,
  department,
  jobTitle,
  location,
  timeZone,
}: JoinerReceived): Profile {
  return {
    displayName,
    ...(email && { email }),
    ...(department && { department }),
    ...(jobTitle && { jobTitle }),
    ...(location && { location }),
    ...(timeZone && { timeZone }),
  };
}

/** An account that works is a grant: the person may log in there for as long as the chain is live. */
export async function announceAccess(
  tx: Transaction,
  outbox: Outbox,
  account: Account,
  at: Date,
  policyVersion: string,
): Promise<void> {
  const { accountId, ownerId, generation, target } = account;
  const permission = { action: 'login', resource: { type: 'target', id: target } };
  await outbox.append(
    tx,
    workforceAccessGrantedV1,
    {
      grantId: accountId,
      subjectId: ownerId,
      chain: [`${ownerId}:${generation}`],
      permission,
      grantedAt: at.toISOString(),
    },
    { time: at, policyVersion },
  );
  const entry = accessGranted(account, { id: ownerId, kind: 'person' });
  await new Announce('workforce', outbox).recorded(tx, [entry], { at, policyVersion });
}
