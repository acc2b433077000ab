import type { JWK } from 'jose';
import {
  AssertionReplayed,
  ProofReplayed,
  type ClientAssertion,
  type Issuance,
  type IssuanceStore,
} from '../oauth/token/issuance.store.js';

/** A table in memory. `beforeCommit` lets a test act, or fail, in the middle of an issuance. */
export class FakeIssuanceStore implements IssuanceStore {
  issued: Issuance[] = [];
  readonly #used = new Map<string, number>();
  readonly #proofs = new Map<string, number>();
  beforeCommit: () => void = () => {};

  record(issuance: Issuance): Promise<void> {
    return Promise.resolve().then(() => {
      this.use(issuance.client, () => {
        const { proof } = issuance;
        const key = proof && `${proof.jkt} ${proof.id}`;
        if (key && this.#proofs.has(key)) throw new ProofReplayed();
        this.beforeCommit();
        if (key) this.#proofs.set(key, proof.expiresAt);
      });
      this.issued.push(issuance);
    });
  }

  /** Uses up an assertion together with an act, or neither. */
  use(client: ClientAssertion | undefined, act: () => void): void {
    const key = client && `${client.clientId} ${client.id}`;
    if (key && this.#used.has(key)) throw new AssertionReplayed();
    act();
    if (key) this.#used.set(key, client.expiresAt);
  }

  useUp(client: ClientAssertion): Promise<void> {
    return Promise.resolve().then(() => this.use(client, () => {}));
  }

  clientKeys(tokenId: string): Promise<readonly JWK[]> {
    return Promise.resolve(this.#keysOf(tokenId));
  }

  forgetExpired(before: Date): Promise<void> {
    this.issued = this.issued.filter(({ token }) => token.expiresAt >= before);
    for (const used of [this.#used, this.#proofs])
      for (const [key, expiresAt] of used) if (expiresAt * 1000 < before.getTime()) used.delete(key);
    return Promise.resolve();
  }

  #keysOf(tokenId: string): readonly JWK[] {
    const token = this.issued.find((issuance) => issuance.token.id === tokenId)?.token;
    if (token?.clientKeys) return token.clientKeys;
    return token?.parentId ? this.#keysOf(token.parentId) : [];
  }
}
