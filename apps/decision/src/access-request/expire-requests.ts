import { recordRequest } from './request-entries.js';
import type { ActParts } from './act-parts.js';

const batch = 100;
const day = 24 * 3_600_000;

/** Closes requests that nobody decided in time, for the record; and forgets what has been over for a day, with all its approvals. */
export class ExpireRequests {
  constructor(private readonly parts: ActParts) {}

  async execute(): Promise<void> {
    while ((await this.#expireSome()) === batch);
    await this.parts.store.forget(new Date(this.parts.clock.now().getTime() - day));
  }

  #expireSome(): Promise<number> {
    const { store, unitOfWork, outbox, model, clock } = this.parts;
    return unitOfWork.run(async (tx) => {
      const at = clock.now();
      const overdue = await store.overdue(tx, at, batch);
      for (const request of overdue) {
        const expired = { ...request, status: 'expired', closed: { at, by: 'decision' } } as const;
        await store.close(tx, request.taskId, expired.status, expired.closed);
        const how = { by: expired.closed.by, at, policyVersion: model.version };
        await recordRequest(tx, outbox, 'request.expired', expired, how);
      }
      return overdue.length;
    });
  }
}
