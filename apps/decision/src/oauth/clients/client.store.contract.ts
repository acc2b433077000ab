import { newCredentialId, newNhiId } from '@trivium/identity';
import type { ClientStore } from './client.store.js';
import type { Registration } from './registration.js';

const now = new Date('2031-01-01T12:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

function registration(over: Partial<Registration> = {}): Registration {
  const clientId = newNhiId();
  return {
    clientId,
    chain: [clientId, newCredentialId()].map((id) => ({ id, generation: 1 })),
    keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'abc', kid: 'k' }],
    scope: ['read'],
    details: [{ type: 'trivium_access', target: 'orders', actions: ['read'] }],
    dpopBound: false,
    statedAt: now,
    expiresAt: later(60),
    ...over,
  };
}

/** What every store of clients owes; run it on each of them. */
export function clientStoreContract(name: string, start: () => Promise<ClientStore>): void {
  describe(`a store of clients (${name})`, () => {
    let store: ClientStore;
    beforeAll(async () => (store = await start()));

    it('gives back what was registered, by client', async () => {
      const one = registration();
      await store.register(one);
      await store.register(registration());
      expect(await store.ofClient(one.clientId, now)).toEqual([one]);
      expect(await store.ofClient('nhi_unknown', now)).toEqual([]);
    });

    it('keeps where a client publishes its keys', async () => {
      const one = registration({ keys: [], keysUrl: 'https://workload.example/keys' });
      await store.register(one);
      expect(await store.ofClient(one.clientId, now)).toEqual([one]);
    });

    it('finds those who trust an issuer', async () => {
      const federated = { issuer: 'https://issuer.example', claims: { sub: ['a', 'b'] } };
      const one = registration({ keys: [], federated });
      await store.register(one);
      expect(await store.trusting('https://issuer.example', now)).toEqual([one]);
      expect(await store.trusting('https://other.example', now)).toEqual([]);
    });

    it('has one registration for a credential, the last that was stated, whatever came last', async () => {
      const old = registration();
      const fresh = { ...old, scope: ['write'], statedAt: later(1) };
      await store.register(fresh);
      await store.register(old);
      expect(await store.ofClient(old.clientId, now)).toEqual([fresh]);
    });

    it('has the newest of several credentials first, and none that has expired', async () => {
      const first = registration({ expiresAt: later(5) });
      const chain = [first.chain[0] ?? { id: '', generation: 1 }, { id: newCredentialId(), generation: 1 }];
      const second = registration({ clientId: first.clientId, chain, statedAt: later(1) });
      await store.register(second);
      await store.register(first);
      expect(await store.ofClient(first.clientId, now)).toEqual([second, first]);
      expect(await store.ofClient(first.clientId, later(5))).toEqual([second]);
      await store.forgetExpired(later(10));
      expect(await store.ofClient(first.clientId, now)).toEqual([second]);
    });
  });
}
