import { recordRequest } from './request-entries.js';
import type { AccessRequest, Approver } from './access-request.js';
import type { ActParts } from './act-parts.js';
import { requireSpeaker } from './require-speaker.js';

/** One person's no, which ends the request. */
export class DenyRequest {
  constructor(private readonly parts: ActParts) {}

  execute(taskId: string, approver: Approver, reason: string): Promise<AccessRequest> {
    const { store, unitOfWork, outbox, model, clock } = this.parts;
    return unitOfWork.run(async (tx) => {
      const at = clock.now();
      const { request, as } = requireSpeaker(await store.lock(tx, taskId), model, approver, at);
      const denied = { ...request, status: 'denied', closed: { at, by: approver.person } } as const;
      await store.close(tx, taskId, denied.status, denied.closed);
      const how = { by: approver, at, policyVersion: model.version, reason, approver: as };
      await recordRequest(tx, outbox, 'request.denied', denied, how);
      return denied;
    });
  }
}
