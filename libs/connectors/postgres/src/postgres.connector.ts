import type { Secret } from '@trivium/credentials';
import {
  UnsupportedByTarget,
  type AccountSpec,
  type ActContext,
  type Connector,
  type ConnectorAct,
  type DiscoveredAccount,
  type PreviousSecret,
  type Revoked,
  type Verified,
} from '@trivium/revocation';
import { checkName, readEntitlements } from './account.js';
import { discoverRoles } from './discover-roles.js';
import { endRole } from './end-role.js';
import { asAct, renamed } from './port-errors.js';
import type { PostgresTarget } from './postgres.config.js';
import { provisionRole } from './provision-role.js';
import { renewSecret } from './renew-secret.js';
import { withAdmin } from './session.js';
import { verifyEnded } from './verify-ended.js';

/**
 * Login roles of one PostgreSQL server. A role holds one password, so `rotate` with `'keep'` is unsupported; what a role may do is
 * written as `parseEntitlement` says.
 */
export class PostgresConnector implements Connector {
  readonly kind = 'postgres';
  readonly unsupported: readonly ConnectorAct[] = [];

  constructor(private readonly config: PostgresTarget) {}

  get target(): string {
    return this.config.name;
  }

  async *discover(act: ActContext): AsyncGenerator<DiscoveredAccount> {
    try {
      yield* discoverRoles(this.config, act.signal);
    } catch (error) {
      throw renamed(this.target, 'discover', act.signal, error);
    }
  }

  provision(account: AccountSpec, act: ActContext): Promise<void> {
    return this.#act('provision', account, act, (signal) => {
      readEntitlements(this.config, account);
      const order = { target: this.target, ...account };
      return withAdmin(this.config, signal, (database) => provisionRole(database, order));
    });
  }

  issue(account: AccountSpec, act: ActContext): Promise<Secret> {
    const renewal = { act: 'issue', name: account.name, endSessions: false } as const;
    return this.#act('issue', account, act, (signal) => renewSecret(this.config, renewal, signal));
  }

  rotate(
    account: AccountSpec,
    previous: { readonly secret: Secret | undefined; readonly mode: PreviousSecret },
    act: ActContext,
  ): Promise<Secret> {
    return this.#act('rotate', account, act, (signal) => {
      if (previous.mode === 'keep')
        throw new UnsupportedByTarget(this.target, 'rotate', 'a role holds one password');
      const renewal = {
        act: 'rotate',
        name: account.name,
        endSessions: true,
        previous: previous.secret,
      } as const;
      return renewSecret(this.config, renewal, signal);
    });
  }

  revoke(account: AccountSpec, act: ActContext): Promise<Revoked> {
    return this.#act('revoke', account, act, (signal) => endRole(this.config, account.name, signal));
  }

  verify(account: AccountSpec, secret: Secret | undefined, act: ActContext): Promise<Verified> {
    return this.#act('verify', account, act, (signal) =>
      verifyEnded(this.config, account.name, secret, signal),
    );
  }

  /** Nothing to close: every act has a connection of its own and ends with it. */
  close(): Promise<void> {
    return Promise.resolve();
  }

  #act<T>(
    name: ConnectorAct,
    account: AccountSpec,
    act: ActContext,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const signal = AbortSignal.any([act.signal, AbortSignal.timeout(this.config.timeoutMs)]);
    return asAct(this.target, name, signal, () => {
      checkName(this.config, account.name);
      return work(signal);
    });
  }
}
