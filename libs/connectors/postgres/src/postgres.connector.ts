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
import { AdminSessions } from './admin-sessions.js';
import { asAct, renamed } from './port-errors.js';
import type { PostgresTarget } from './postgres.config.js';
import { provisionRole } from './provision-role.js';
import { renewSecret } from './renew-secret.js';
import { verifyEnded } from './verify-ended.js';

/**
 * Login roles of one PostgreSQL server. A role holds one password, so `rotate` with `'keep'` is unsupported; what a role may do is
 * written as `parseEntitlement` says.
 */
export class PostgresConnector implements Connector {
  readonly kind = 'postgres';
  readonly unsupported: readonly ConnectorAct[] = [];

  readonly #admin: AdminSessions;

  constructor(private readonly config: PostgresTarget) {
    this.#admin = new AdminSessions(config);
  }

  get target(): string {
    return this.config.name;
  }

  async *discover(act: ActContext): AsyncGenerator<DiscoveredAccount> {
    try {
      yield* discoverRoles(this.config, this.#admin, act.signal);
    } catch (error) {
      throw renamed(this.target, 'discover', act.signal, error);
    }
  }

  provision(account: AccountSpec, act: ActContext): Promise<void> {
    return this.#act('provision', account, act, (signal) => {
      readEntitlements(this.config, account);
      const order = { target: this.target, ...account };
      return this.#admin.run(signal, (database) => provisionRole(database, order));
    });
  }

  issue(account: AccountSpec, act: ActContext): Promise<Secret> {
    const renewal = { act: 'issue', name: account.name, endSessions: false } as const;
    return this.#act('issue', account, act, (signal) =>
      renewSecret({ target: this.config, admin: this.#admin, signal }, renewal),
    );
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
      return renewSecret({ target: this.config, admin: this.#admin, signal }, renewal);
    });
  }

  revoke(account: AccountSpec, act: ActContext): Promise<Revoked> {
    return this.#act('revoke', account, act, (signal) =>
      endRole({ target: this.config, admin: this.#admin, signal }, account.name),
    );
  }

  verify(account: AccountSpec, secret: Secret | undefined, act: ActContext): Promise<Verified> {
    return this.#act('verify', account, act, (signal) =>
      verifyEnded({ target: this.config, admin: this.#admin, signal }, account.name, secret),
    );
  }

  close(): Promise<void> {
    return this.#admin.close();
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
