import type { Transaction } from '@trivium/persistence';
import type { AccessGrant } from '../projection/access-grant.js';
import type { GrantChanges, GrantStore } from '../projection/grant.store.js';
import type { GrantChange } from '../projection/resident-grants.js';

interface Row {
  readonly change: GrantChange;
  readonly at: Date;
  readonly writtenBy: number;
}

/** A table in memory with a counter for transactions. `down` makes every read fail. */
export class FakeGrantStore implements GrantStore {
  readonly #rows = new Map<string, Row>();
  #transaction = 0;
  down = false;

  granted(_: Transaction, grant: AccessGrant): Promise<void> {
    const known = this.#rows.get(grant.grantId);
    const isOlder = known?.change.state === 'held' && known.change.grant.grantedAt > grant.grantedAt;
    if (known?.change.state !== 'ended' && !isOlder)
      this.#write(grant.grantId, { state: 'held', grant }, grant.expiresAt ?? new Date(8.64e15));
    return Promise.resolve();
  }

  ended(
    _: Transaction,
    { grantId, subjectId, endedAt }: { grantId: string; subjectId: string; endedAt: Date },
  ): Promise<void> {
    if (this.#rows.get(grantId)?.change.state !== 'ended')
      this.#write(grantId, { state: 'ended', grantId, subjectId }, endedAt);
    return Promise.resolve();
  }

  horizon(): Promise<string> {
    return this.#answer(String(this.#transaction));
  }

  async *held(): AsyncIterable<readonly GrantChange[]> {
    const held = [...this.#rows.values()].map(({ change }) => change).filter(({ state }) => state === 'held');
    if (held.length > 0) yield await this.#answer(held);
  }

  changesSince(horizon: string): Promise<GrantChanges> {
    const changed = [...this.#rows.values()].filter(({ writtenBy }) => writtenBy >= Number(horizon));
    return this.#answer({ horizon: String(this.#transaction), changes: changed.map(({ change }) => change) });
  }

  forget(before: Date): Promise<void> {
    for (const [id, { at }] of this.#rows) if (at < before) this.#rows.delete(id);
    return Promise.resolve();
  }

  #write(grantId: string, change: GrantChange, at: Date): void {
    this.#rows.set(grantId, { change, at, writtenBy: this.#transaction });
    this.#transaction += 1;
  }

  #answer<T>(value: T): Promise<T> {
    return this.down ? Promise.reject(new Error('the database does not answer')) : Promise.resolve(value);
  }
}
