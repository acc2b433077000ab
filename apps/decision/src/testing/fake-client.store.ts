import type { ClientStore } from '../oauth/clients/client.store.js';
import { credentialOf, type Registration } from '../oauth/clients/registration.js';

/** A table in memory. */
export class FakeClientStore implements ClientStore {
  readonly #rows = new Map<string, Registration>();

  register(registration: Registration): Promise<void> {
    const id = credentialOf(registration);
    const known = this.#rows.get(id);
    if (!known || known.statedAt <= registration.statedAt) this.#rows.set(id, registration);
    return Promise.resolve();
  }

  ofClient(clientId: string, now: Date): Promise<readonly Registration[]> {
    return this.#find((one) => one.clientId === clientId, now);
  }

  trusting(issuer: string, now: Date): Promise<readonly Registration[]> {
    return this.#find((one) => one.federated?.issuer === issuer, now);
  }

  forgetExpired(before: Date): Promise<void> {
    for (const [id, { expiresAt }] of this.#rows) if (expiresAt < before) this.#rows.delete(id);
    return Promise.resolve();
  }

  #find(wanted: (one: Registration) => boolean, now: Date): Promise<readonly Registration[]> {
    const found = [...this.#rows.values()].filter((one) => wanted(one) && one.expiresAt > now);
    return Promise.resolve(found.toSorted((a, b) => b.statedAt.getTime() - a.statedAt.getTime()));
  }
}
