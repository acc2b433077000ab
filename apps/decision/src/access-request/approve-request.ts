import type { Transaction } from '@trivium/persistence';
import type { ControlSet } from '@trivium/policy';
import { conflict, type Doer, type Role } from '@trivium/runtime';
import { randomUUID } from 'node:crypto';
import { approvedUntil, missingOf, type AccessRequest, type Approver } from './access-request.js';
import type { ActParts } from './act-parts.js';
import { requireSpeaker } from './require-speaker.js';
import type { KnownIdentities } from './known-identities.js';
import { recordRequest } from './request-entries.js';

export interface ApproveParts extends ActParts {
  readonly identities: Pick<KnownIdentities, 'isLive'>;
}

/**
 * One person's yes; the request is approved with the last one that the model in force demands. It grants nothing: the access exists
 * once the road of the subject has granted it, and the next evaluation finds out.
 */
export class ApproveRequest {
  constructor(private readonly parts: ApproveParts) {}

  execute(taskId: string, approver: Approver): Promise<AccessRequest> {
    const { store, unitOfWork, model, clock } = this.parts;
    return unitOfWork.run(async (tx) => {
      const now = clock.now();
      const { request, needed, as } = requireSpeaker(await store.lock(tx, taskId), model, approver, now);
      await this.#requireLive(request);
      const approval = { approver: as, by: approver.person, at: now };
      const approved = { ...request, approvals: [...request.approvals, approval] };
      await store.approve(tx, taskId, approval);
      await this.#record(tx, 'request.endorsed', approved, { by: approver, at: now, approver: as });
      return missingOf(approved, needed).length > 0 ? approved : this.#complete(tx, approved, approver, now);
    });
  }

  /** Nobody is approved while contained, or while nobody can be sure. */
  async #requireLive({ link }: AccessRequest): Promise<void> {
    if (await this.parts.identities.isLive(link)) return;
    throw conflict('The access of the subject has ended, or cannot be known.', 'ERR_SUBJECT_NOT_LIVE');
  }

  async #complete(tx: Transaction, request: AccessRequest, by: Approver, now: Date) {
    const items = request.items.map((item) => ({ ...item, approvalId: `apr_${randomUUID()}` }));
    const closed = {
      at: now,
      by: by.person,
      approvedUntil: approvedUntil(request, this.#ttlOf(request), now),
    };
    const approved = { ...request, items, status: 'approved', closed } as const;
    const ids = items.map(({ approvalId }) => approvalId);
    await this.parts.store.close(tx, request.taskId, 'approved', closed, ids);
    await this.#record(tx, 'request.approved', approved, { by, at: now });
    return approved;
  }

  #ttlOf({ road, kind, taskId }: AccessRequest): ControlSet['ttl'] {
    const controls = this.parts.model.controlsOf(road, kind);
    if (!controls) throw new TypeError(`${taskId} has approvers but its kind no controls`);
    return controls.ttl;
  }

  #record(
    tx: Transaction,
    act: 'request.endorsed' | 'request.approved',
    request: AccessRequest,
    how: { readonly by: Doer; readonly at: Date; readonly approver?: Role },
  ): Promise<void> {
    const { outbox, model } = this.parts;
    return recordRequest(tx, outbox, act, request, { ...how, policyVersion: model.version });
  }
}
