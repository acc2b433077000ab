import type { GovernanceModel } from '@trivium/policy';
import type { Clock } from '@trivium/runtime';
import { isPermitted, responseOf, type Decision, type EvaluationResponse } from '../authzen/decision.js';
import type { EvaluationRequest } from '../authzen/evaluation-request.js';
import { gapLine, recordLine } from './decision-lines.js';
import type { Spool } from './spool.js';

export interface RecordLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Where counts end up: `decisionRecords` of the telemetry. */
export interface RecordCounter {
  add(count: number, labels: { readonly outcome: 'kept' | 'lost' | 'withheld' }): void;
}

interface Gap {
  readonly from: Date;
  until: Date;
  count: number;
}

/**
 * An answer leaves when its record is kept. Where it cannot be, what is privileged is denied; the rest is answered, counted and said:
 * in the log at once, and in the record itself as soon as there is room again.
 */
export class RecordDecision {
  #gap: Gap | undefined;

  constructor(
    private readonly spool: Pick<Spool, 'append'>,
    private readonly model: Pick<GovernanceModel, 'isPrivileged'>,
    private readonly clock: Clock,
    private readonly counter: RecordCounter,
    private readonly log: RecordLog,
  ) {}

  async execute(request: EvaluationRequest, decision: Decision, caller: string): Promise<EvaluationResponse> {
    const isPrivileged = this.#isPrivileged(request);
    const line = recordLine({ request, decision, caller, isPrivileged });
    if (await this.spool.append(line, { synced: isPrivileged })) {
      this.counter.add(1, { outcome: 'kept' });
      if (this.#gap) await this.#close(this.#gap);
      return responseOf(decision);
    }
    this.#lose();
    if (!isPrivileged || !isPermitted(decision)) return responseOf(decision);
    this.counter.add(1, { outcome: 'withheld' });
    return responseOf(withheld(decision));
  }

  #isPrivileged({ action, resource }: EvaluationRequest): boolean {
    return this.model.isPrivileged(action.name) || resource.properties?.privileged === true;
  }

  #lose(): void {
    const now = this.clock.now();
    this.counter.add(1, { outcome: 'lost' });
    if (!this.#gap)
      this.log.error(
        {},
        'decisions cannot be recorded: privileged ones are denied, others are not in the record',
      );
    this.#gap ??= { from: now, until: now, count: 0 };
    this.#gap.until = now;
    this.#gap.count += 1;
  }

  async #close(gap: Gap): Promise<void> {
    this.#gap = undefined;
    const { from, until, count } = gap;
    const line = gapLine({ from: from.toISOString(), until: until.toISOString(), count });
    if (await this.spool.append(line, { synced: true }))
      this.log.info({ count }, 'decisions are recorded again; the record says how many it lacks');
    else this.#reopen(gap);
  }

  /** Others may have been lost meanwhile. */
  #reopen({ from, until, count }: Gap): void {
    const later = this.#gap;
    this.#gap = { from, until: later?.until ?? until, count: count + (later?.count ?? 0) };
  }
}

function withheld({ policies: _, ...decision }: Decision): Decision {
  return { ...decision, reason: 'cannot_be_recorded' };
}
