import { ocsfPublishedV1, type RecordGap, type TemplatedDecisions } from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import type { Transaction } from '@trivium/persistence';
import type { Clock } from '@trivium/runtime';
import { decisionsToOcsf } from '../ocsf/decisions-to-ocsf.js';
import type { RecordEntry } from '../record/record-entry.js';
import type { DecisionStore } from './decision.store.js';

export interface ReportedDecisions {
  readonly spool: string;
  readonly answered: TemplatedDecisions;
  readonly gaps: readonly RecordGap[];
}

/** Keeps what the decision point answered; the SOC hears of denials and of what is privileged, and of every gap. */
export class RecordDecisions {
  constructor(
    private readonly decisions: DecisionStore,
    private readonly recordEntry: RecordEntry,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** What one event says is kept and told once, however often it arrives. */
  async execute(
    tx: Transaction,
    { spool, answered, gaps }: ReportedDecisions,
    causeId: string,
  ): Promise<void> {
    const now = this.clock.now();
    const batch = { eventId: causeId, answered, recordedAt: now };
    if (answered.decisions.length > 0 && (await this.decisions.append(tx, batch))) {
      const how = { time: now, causationId: causeId };
      const told = decisionsToOcsf(answered, now).map((event) =>
        this.outbox.prepare(ocsfPublishedV1, event, how),
      );
      await this.outbox.appendAll(tx, told);
    }
    for (const gap of gaps) await this.#recordGap(tx, spool, gap, causeId);
  }

  async #recordGap(tx: Transaction, spool: string, { from, until, count }: RecordGap, causeId: string) {
    const entry = {
      entryId: `gap_${spool}_${from}`,
      at: until,
      service: 'decision',
      action: 'decisions.lost',
      outcome: 'failure' as const,
      actor: { id: 'trivium', kind: 'system' as const },
      subject: { id: spool, kind: 'decision-point' },
      detail: { from, until, count },
    };
    await this.recordEntry.execute(tx, entry, causeId);
  }
}
