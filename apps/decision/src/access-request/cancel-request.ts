import { statusAt, type AccessRequest } from './access-request.js';
import { AccessRequestRefused } from './access-request.errors.js';
import type { ActParts } from './act-parts.js';
import { recordRequest } from './request-entries.js';
import { requireOwn } from './task.js';

/** Its requester takes a request back while it waits (access request profile, section 11.4). */
export class CancelRequest {
  constructor(private readonly parts: ActParts) {}

  execute(taskId: string, caller: string, reason?: string): Promise<AccessRequest> {
    const { store, unitOfWork, outbox, model, clock } = this.parts;
    return unitOfWork.run(async (tx) => {
      const at = clock.now();
      const request = requireOwn(await store.lock(tx, taskId), caller, at);
      if (statusAt(request, at) !== 'pending')
        throw new AccessRequestRefused('invalid_task_state', 'The request does not wait any more.');
      const cancelled = { ...request, status: 'cancelled', closed: { at, by: caller } } as const;
      await store.close(tx, taskId, cancelled.status, cancelled.closed);
      const how = { by: caller, at, policyVersion: model.version, ...(reason && { reason }) };
      await recordRequest(tx, outbox, 'request.cancelled', cancelled, how);
      return cancelled;
    });
  }
}
