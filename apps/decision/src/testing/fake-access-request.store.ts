import { personIdFor } from '@trivium/identity';
import { randomUUID } from 'node:crypto';
import type { AccessRequest } from '../access-request/access-request.js';
import { DenialUsed, type AccessRequestStore } from '../access-request/access-request.store.js';

/** Tables in memory. */
export class FakeAccessRequestStore implements AccessRequestStore {
  #rows = new Map<string, AccessRequest>();

  insert(_: unknown, request: AccessRequest): Promise<boolean> {
    const { requester, idempotencyKey } = request;
    if (idempotencyKey !== undefined && this.#keyed(requester, idempotencyKey)) return Promise.resolve(false);
    const denials = [...this.#all(), request]
      .flatMap(({ items }) => items)
      .map(({ evaluationId }) => evaluationId);
    if (new Set(denials).size < denials.length)
      return Promise.reject(new DenialUsed('the denial was asked about before'));
    this.#rows.set(request.taskId, request);
    return Promise.resolve(true);
  }

  find(_: unknown, taskId: string): Promise<AccessRequest | undefined> {
    return Promise.resolve(this.#rows.get(taskId));
  }

  findByKey(_: unknown, requester: string, key: string): Promise<AccessRequest | undefined> {
    return Promise.resolve(this.#keyed(requester, key));
  }

  findApproved(_: unknown, approvalId: string) {
    for (const request of this.#all()) {
      const item = request.items.find((one) => one.approvalId === approvalId);
      if (item) return Promise.resolve({ request, item });
    }
    return Promise.resolve(undefined);
  }

  lock(tx: unknown, taskId: string): Promise<AccessRequest | undefined> {
    return this.find(tx, taskId);
  }

  pending(_: unknown, now: Date, limit: number): Promise<readonly AccessRequest[]> {
    return Promise.resolve(
      this.#waiting()
        .filter(({ expiresAt }) => expiresAt > now)
        .slice(0, limit),
    );
  }

  waitingFor(_: unknown, subjectId: string): Promise<number> {
    return Promise.resolve(this.#waiting().filter(({ subject }) => subject.id === subjectId).length);
  }

  approve(...[, taskId, approval]: Parameters<AccessRequestStore['approve']>): Promise<void> {
    this.#change(taskId, ({ approvals }) => ({ approvals: [...approvals, approval] }));
    return Promise.resolve();
  }

  close(...[, taskId, status, closed, ids = []]: Parameters<AccessRequestStore['close']>): Promise<void> {
    this.#change(taskId, ({ items }) => ({
      status,
      closed,
      items: items.map((item, at) => ({ ...item, ...(ids[at] !== undefined && { approvalId: ids[at] }) })),
    }));
    return Promise.resolve();
  }

  overdue(_: unknown, now: Date, limit: number): Promise<readonly AccessRequest[]> {
    return Promise.resolve(
      this.#waiting()
        .filter(({ expiresAt }) => expiresAt <= now)
        .slice(0, limit),
    );
  }

  forget(before: Date): Promise<void> {
    for (const { taskId, status, expiresAt, closed } of this.#all()) {
      const last = Math.max(
        ...[expiresAt, closed?.at, closed?.approvedUntil].map((one) => one?.getTime() ?? 0),
      );
      if (status !== 'pending' && last < before.getTime()) this.#rows.delete(taskId);
    }
    return Promise.resolve();
  }

  #all(): readonly AccessRequest[] {
    return [...this.#rows.values()];
  }

  #waiting(): readonly AccessRequest[] {
    const waiting = this.#all().filter(({ status }) => status === 'pending');
    return waiting.toSorted((a, b) => a.requestedAt.getTime() - b.requestedAt.getTime());
  }

  #keyed(requester: string, key: string): AccessRequest | undefined {
    return this.#all().find((one) => one.requester === requester && one.idempotencyKey === key);
  }

  #change(taskId: string, changes: (request: AccessRequest) => Partial<AccessRequest>): void {
    const request = this.#rows.get(taskId);
    if (request) this.#rows.set(taskId, { ...request, ...changes(request) });
  }
}

/** A request that waits, made at this moment. */
export function someRequest(now: Date, over: Partial<AccessRequest> = {}): AccessRequest {
  const subject = { type: 'person', id: personIdFor('hr', '1') };
  const item = {
    resource: { type: 'table', id: 'salaries' },
    action: { name: 'read' },
    evaluationId: `dec_${randomUUID()}`,
  };
  return {
    taskId: `arq_${randomUUID()}`,
    requester: 'tools',
    bodyDigest: 'a'.repeat(64),
    subject,
    link: { id: subject.id, generation: 1 },
    road: 'workforce',
    kind: 'employee',
    privileged: false,
    items: [item],
    bundled: false,
    said: {},
    requestedAt: now,
    expiresAt: new Date(now.getTime() + 3_600_000),
    status: 'pending',
    approvals: [],
    ...over,
  };
}
