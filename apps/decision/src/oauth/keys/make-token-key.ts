import { SigningKey, type Sealer, type SigningAlgorithm } from '@trivium/credentials';
import { lastOf } from './key-schedule.js';
import type { SealedTokenKey } from './token-key.store.js';

export const contextOf = (kid: string) => `signing-key:${kid}`;

/** Makes the keys that take the place of others. */
export class MakeTokenKey {
  constructor(
    private readonly sealer: Sealer,
    private readonly alg: SigningAlgorithm,
  ) {}

  /** A key for the end of this line; nobody knows of it yet. */
  async execute(keys: readonly SealedTokenKey[], signsFrom: Date): Promise<SealedTokenKey> {
    const key = await SigningKey.generate(this.alg);
    const last = lastOf(keys);
    const sealed = this.sealer.seal(key.toJwk(), contextOf(key.kid));
    return { kid: key.kid, sealed, signsFrom, ...(last && { follows: last.kid }) };
  }
}
