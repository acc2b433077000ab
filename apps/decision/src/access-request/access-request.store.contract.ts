import type { Transaction, UnitOfWork } from '@trivium/persistence';
import { personIdFor } from '@trivium/identity';
import { randomUUID } from 'node:crypto';
import { someRequest } from '../testing/fake-access-request.store.js';
import type { AccessRequest } from './access-request.js';
import { DenialUsed, type AccessRequestStore } from './access-request.store.js';

const now = new Date('2031-01-01T12:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const request = (over: Partial<AccessRequest> = {}) => someRequest(now, over);
const ids = (requests: readonly AccessRequest[]) => requests.map(({ taskId }) => taskId);

/** What every store of access requests owes; run it on each of them. */
export function accessRequestStoreContract(
  name: string,
  start: () => Promise<{ readonly store: AccessRequestStore; readonly unitOfWork: UnitOfWork }>,
): void {
  describe(`a store of access requests (${name})`, () => {
    let store: AccessRequestStore;
    let within: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;
    beforeAll(async () => {
      const { unitOfWork, ...given } = await start();
      store = given.store;
      within = (work) => unitOfWork.run(work);
    });

    const insert = (one: AccessRequest) => within((tx) => store.insert(tx, one));
    const find = ({ taskId }: AccessRequest) => within((tx) => store.find(tx, taskId));

    it('gives back what was asked for, all of it', async () => {
      const second = { ...request().items[0]!, action: { name: 'write', properties: { how: 'once' } } };
      const one = request({
        idempotencyKey: randomUUID(),
        items: [...request().items, second],
        bundled: true,
        said: { context: { business_justification: 'the audit' }, client: { id: 'shop' } },
        requestedUntil: later(30),
      });
      expect(await insert(one)).toBe(true);
      expect(await find(one)).toEqual(one);
      expect(await within((tx) => store.lock(tx, one.taskId))).toEqual(one);
      expect(await find(request())).toBeUndefined();
    });

    it('has one request for an idempotency key of a requester', async () => {
      const key = randomUUID();
      const first = request({ idempotencyKey: key });
      expect(await insert(first)).toBe(true);
      expect(await insert(request({ idempotencyKey: key }))).toBe(false);
      expect(await insert(request({ idempotencyKey: key, requester: 'others' }))).toBe(true);
      expect(await within((tx) => store.findByKey(tx, 'tools', key))).toEqual(first);
      expect(await within((tx) => store.findByKey(tx, 'nobody', key))).toBeUndefined();
    });

    it('takes a denial once, and nothing of a request that brings a used one', async () => {
      const first = request();
      await insert(first);
      const second = request({ items: [...request().items, ...first.items] });
      await expect(insert(second)).rejects.toThrow(DenialUsed);
      const twice = request().items;
      await expect(insert(request({ items: [...twice, ...twice] }))).rejects.toThrow(DenialUsed);
      expect(await find(second)).toBeUndefined();
    });

    it('remembers each approval, and what became of the whole', async () => {
      const one = request();
      await insert(one);
      const approval = { approver: 'manager', by: 'person:marta', at: later(1) } as const;
      const closing = { at: later(2), by: 'person:sam', approvedUntil: later(60) };
      const approvalId = `apr_${randomUUID()}`;
      await within((tx) => store.approve(tx, one.taskId, approval));
      await within((tx) => store.close(tx, one.taskId, 'approved', closing, [approvalId]));
      const items = one.items.map((item) => ({ ...item, approvalId }));
      const want = { ...one, items, status: 'approved', approvals: [approval], closed: closing };
      expect(await find(one)).toEqual(want);
      const found = await within((tx) => store.findApproved(tx, approvalId));
      expect(found).toEqual({ request: want, item: items[0] });
      expect(await within((tx) => store.findApproved(tx, 'apr_none'))).toBeUndefined();
    });

    it('tells those that wait from those that waited too long, oldest first', async () => {
      const [young, old, over, closed] = [
        request({ requestedAt: later(2) }),
        request({ requestedAt: later(-90) }),
        request({ expiresAt: now }),
        request(),
      ];
      for (const one of [young, old, over, closed]) await insert(one);
      await within((tx) => store.close(tx, closed.taskId, 'denied', { at: now, by: 'person:marta' }));
      const waiting = ids(await within((tx) => store.pending(tx, now, 1_000)));
      const known = ids([young, old, over, closed]);
      expect(waiting.filter((id) => known.includes(id))).toEqual(ids([old, young]));
      expect(ids(await within((tx) => store.overdue(tx, now, 1_000)))).toEqual([over.taskId]);
      expect(await within((tx) => store.pending(tx, now, 1))).toHaveLength(1);
    });

    it('counts those that wait for one subject', async () => {
      const subject = { type: 'person', id: personIdFor('hr', 'counted') };
      const [first, second] = [request({ subject }), request({ subject })];
      for (const one of [first, second, request()]) await insert(one);
      const count = () => within((tx) => store.waitingFor(tx, subject.id));
      expect(await count()).toBe(2);
      await within((tx) => store.close(tx, first.taskId, 'cancelled', { at: now, by: 'tools' }));
      expect(await count()).toBe(1);
    });

    it('forgets what is over, and nothing that somebody may still ask about', async () => {
      const [waiting, denied, approved] = [request({ expiresAt: later(-5) }), request(), request()];
      for (const one of [waiting, denied, approved]) await insert(one);
      const closing = { at: now, by: 'person:marta' };
      await within((tx) => store.close(tx, denied.taskId, 'denied', closing));
      await within((tx) =>
        store.close(tx, approved.taskId, 'approved', { ...closing, approvedUntil: later(600) }),
      );
      await store.forget(later(60));
      expect(await find(denied)).toBeDefined();
      await store.forget(later(61));
      expect(
        [await find(waiting), await find(denied), await find(approved)].map((one) => one?.status),
      ).toEqual(['pending', undefined, 'approved']);
    });
  });
}
