import { newAgentId, newDelegationId, newTaskId, personIdFor } from '@trivium/identity';
import { randomUUID } from 'node:crypto';
import { AssertionReplayed, type Issuance, type IssuanceStore } from './issuance.store.js';

const person = personIdFor('hr', '1');
const now = new Date('2031-01-01T12:00:00Z');
const end = new Date('2031-01-01T12:10:00Z');
const clientKeys = [{ kty: 'OKP', crv: 'Ed25519', x: 'abc' }];

export function taskIssuance(assertionId: string = randomUUID()): Issuance {
  const [agentId, delegationId, taskId] = [newAgentId(), newDelegationId(), newTaskId()];
  const chain = [person, agentId, delegationId, taskId].map((id) => ({ id, generation: 1 }));
  const token = {
    id: randomUUID(),
    kind: 'task',
    subject: person,
    clientId: agentId,
    chain,
    clientKeys,
    issuedAt: now,
    expiresAt: end,
  } as const;
  const client = { clientId: 'the-agent', id: assertionId, expiresAt: end.getTime() / 1000 };
  return { token, client, task: { taskId, agentId, delegationId, delegatorId: person, details: [] } };
}

/** What every store of issued tokens owes; run it on each of them. */
export function issuanceStoreContract(name: string, start: () => Promise<IssuanceStore>): void {
  describe(`a store of issued tokens (${name})`, () => {
    let store: IssuanceStore;
    beforeAll(async () => (store = await start()));

    it('remembers the keys of the client with the token', async () => {
      const issuance = taskIssuance();
      await store.record(issuance);
      expect(await store.clientKeys(issuance.token.id)).toEqual(clientKeys);
      expect(await store.clientKeys('unknown')).toEqual([]);
    });

    it('remembers them with every token derived from it', async () => {
      const parent = taskIssuance();
      const { clientKeys: _, ...token } = {
        ...parent.token,
        id: randomUUID(),
        kind: 'derived' as const,
        parentId: parent.token.id,
      };
      await store.record(parent);
      await store.record({ token });
      expect(await store.clientKeys(token.id)).toEqual(clientKeys);
    });

    it('takes an assertion once, from one of many who try at once', async () => {
      const attempts = Array.from({ length: 6 }, () => store.record(taskIssuance('once')));
      const outcomes = await Promise.allSettled(attempts);
      const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(refused).toHaveLength(5);
      for (const { reason } of refused) expect(reason).toBeInstanceOf(AssertionReplayed);
    });

    it('takes an assertion once, whatever it is used for', async () => {
      const client = { clientId: 'the-agent', id: 'for a question', expiresAt: end.getTime() / 1000 };
      await store.useUp(client);
      await expect(store.useUp(client)).rejects.toThrow(AssertionReplayed);
      await expect(store.record(taskIssuance(client.id))).rejects.toThrow(AssertionReplayed);
    });

    it('takes the same id from another client', async () => {
      const issuance = taskIssuance('shared');
      await store.record(issuance);
      const other = taskIssuance('shared');
      await store.record({
        ...other,
        client: { clientId: 'another', id: 'shared', expiresAt: end.getTime() / 1000 },
      });
      expect(await store.clientKeys(other.token.id)).toEqual(clientKeys);
    });

    it('remembers nothing of a token whose assertion was used', async () => {
      await store.record(taskIssuance('burnt'));
      const second = taskIssuance('burnt');
      await expect(store.record(second)).rejects.toThrow(AssertionReplayed);
      expect(await store.clientKeys(second.token.id)).toEqual([]);
    });

    it('takes a proof of possession once, from one of many who try at once', async () => {
      const proof = { jkt: 'a-key', id: randomUUID(), expiresAt: end.getTime() / 1000 };
      const attempts = Array.from({ length: 6 }, () => store.record({ ...taskIssuance(), proof }));
      const refused = (await Promise.allSettled(attempts)).filter(({ status }) => status === 'rejected');
      expect(refused).toHaveLength(5);
      for (const outcome of refused)
        expect(outcome).toMatchObject({ reason: { code: 'ERR_PROOF_REPLAYED' } });
      await store.record({ ...taskIssuance(), proof: { ...proof, jkt: 'another-key' } });
    });

    it('forgets what has expired, and nothing else', async () => {
      const issuance = taskIssuance('forgotten');
      await store.record(issuance);
      await store.forgetExpired(end);
      expect(await store.clientKeys(issuance.token.id)).toEqual(clientKeys);
      await store.forgetExpired(new Date(end.getTime() + 1));
      expect(await store.clientKeys(issuance.token.id)).toEqual([]);
      await store.record(taskIssuance('forgotten'));
    });
  });
}
