import { fingerprint, type Sealer } from '@trivium/credentials';
import type { UnitOfWork } from '@trivium/persistence';
import { delayFor, type Clock } from '@trivium/runtime';
import type { Connector } from '../connector.js';
import { errorCode } from '../error-code.js';
import type { WorkLog } from '../work-target.js';
import { sealContext, type Account } from './account.js';
import type { AccountStore, LeasedAccount } from './account.store.js';

const backoff = { baseMs: 500, capMs: 60_000 };

/** What a road does once an account works (announce the grant, say so for the record), in the same transaction. */
export type OnActive = (
  tx: Parameters<AccountStore['activated']>[0],
  account: Account,
  at: Date,
) => Promise<void>;

/** Makes one wanted account real at its target and keeps its proven secret sealed. */
export class ProvisionAccount {
  constructor(
    private readonly store: AccountStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly sealer: Sealer,
    private readonly clock: Clock,
    private readonly onActive: OnActive,
    private readonly log: WorkLog,
  ) {}

  async execute(connector: Connector, account: LeasedAccount, signal: AbortSignal): Promise<void> {
    try {
      await this.#provision(connector, account, signal);
    } catch (error) {
      await this.#postpone(account, errorCode(error) ?? 'ERR_UNKNOWN');
    }
  }

  /** Without access nobody is in danger, but somebody waits; what the target said may hold a secret and is not repeated. */
  async #postpone({ accountId, target, attempts }: LeasedAccount, code: string): Promise<void> {
    const dueAt = new Date(this.clock.now().getTime() + delayFor(attempts + 1, backoff));
    const tried = { accountId, target, code, attempts: attempts + 1, dueAt };
    this.log.warn(tried, 'an account could not be made at its target; it is tried again');
    await this.store.postponed(accountId, code, dueAt);
  }

  async #provision(connector: Connector, account: LeasedAccount, signal: AbortSignal): Promise<void> {
    const act = { signal, operationId: `${account.accountId}/${account.target}` };
    await connector.provision(account, { ...act, operationId: `${act.operationId}/provision` });
    const secret = await connector.issue(account, { ...act, operationId: `${act.operationId}/issue` });
    const sealed = this.sealer.seal(secret, sealContext(account.accountId));
    const at = this.clock.now();
    await this.unitOfWork.run(async (tx) => {
      const state = await this.store.activated(tx, account.accountId, sealed, fingerprint(secret), at);
      if (state === 'active') await this.onActive(tx, { ...account, state }, at);
    });
  }
}
