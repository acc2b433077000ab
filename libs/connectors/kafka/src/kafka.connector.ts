import type { Secret } from '@trivium/credentials';
import {
  EffectNotProven,
  InvalidAccount,
  TargetRefused,
  TargetUnavailable,
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
import type { Connection } from '@platformatic/kafka';
import { setTimeout as wait } from 'node:timers/promises';
import { checkName, readGrants } from './account.js';
import { countAcls, removeAcls, setAcls } from './acls.js';
import { isRefusal, withAcls, withConnection } from './cluster.js';
import type { KafkaTarget } from './kafka.config.js';
import { deletePassword, hasPassword, renewPassword, usersWithPassword } from './scram-users.js';

const portErrors = [EffectNotProven, InvalidAccount, TargetRefused, TargetUnavailable, UnsupportedByTarget];
const lookEveryMs = 20;

/** SCRAM-SHA-512 users of one cluster and their ACLs. A user holds one password, so `rotate` with `'keep'` is unsupported. */
export class KafkaConnector implements Connector {
  readonly kind = 'kafka';
  readonly unsupported: readonly ConnectorAct[] = [];

  constructor(private readonly config: KafkaTarget) {}

  get target(): string {
    return this.config.name;
  }

  async *discover(act: ActContext): AsyncGenerator<DiscoveredAccount> {
    const names = await this.#act('discover', act, () => this.#asAdmin((admin) => usersWithPassword(admin)));
    for (const name of names) yield { name, entitlements: [], enabled: true };
  }

  provision(account: AccountSpec, act: ActContext): Promise<void> {
    return this.#act('provision', act, async () => {
      checkName(this.target, account.name);
      const grants = readGrants(this.target, account.entitlements);
      return withAcls(this.config, (admin) => setAcls(admin, account.name, grants));
    });
  }

  issue(account: AccountSpec, act: ActContext): Promise<Secret> {
    return this.#act('issue', act, async (signal) => this.#renew('issue', account.name, signal));
  }

  rotate(
    account: AccountSpec,
    previous: { readonly secret: Secret | undefined; readonly mode: PreviousSecret },
    act: ActContext,
  ): Promise<Secret> {
    return this.#act('rotate', act, async (signal) => {
      if (previous.mode === 'keep')
        throw new UnsupportedByTarget(this.target, 'rotate', 'a user holds one password');
      const next = await this.#renew('rotate', account.name, signal);
      if (previous.secret && (await this.#works(account.name, previous.secret)))
        throw new EffectNotProven(this.target, 'rotate', 'the old secret still works');
      return next;
    });
  }

  /** The ACLs go first: they also end what connections that are already open may do. */
  revoke(account: AccountSpec, act: ActContext): Promise<Revoked> {
    return this.#act('revoke', act, async (signal) => {
      checkName(this.target, account.name);
      const acls = await withAcls(this.config, (admin) => removeAcls(admin, account.name));
      const credential = await this.#asAdmin(async (admin) => {
        const deleted = await deletePassword(admin, account.name);
        await this.#until(
          'revoke',
          signal,
          'its credential is still there',
          async () => !(await hasPassword(admin, account.name)),
        );
        return deleted;
      });
      return {
        outcome: credential || acls > 0 ? 'revoked' : 'already',
        evidence: { credentialDeleted: credential, aclsRemoved: acls },
      };
    });
  }

  verify(account: AccountSpec, secret: Secret | undefined, act: ActContext): Promise<Verified> {
    return this.#act('verify', act, async (): Promise<Verified> => {
      checkName(this.target, account.name);
      const acls = await withAcls(this.config, (admin) => countAcls(admin, account.name));
      if (secret) {
        const works = await this.#works(account.name, secret);
        return {
          access: works ? 'accepted' : 'refused',
          method: 'login-attempt',
          evidence: { answer: works ? 'authenticated' : 'SASL_AUTHENTICATION_FAILED', aclsLeft: acls },
        };
      }
      const there = await this.#asAdmin((admin) => hasPassword(admin, account.name));
      return {
        access: there || acls > 0 ? 'accepted' : 'refused',
        method: 'inspection',
        evidence: { credential: there, aclsLeft: acls },
      };
    });
  }

  /** Nothing to close: every act has connections of its own and ends with them. */
  async close(): Promise<void> {}

  /** Brokers take a new credential up a moment after the controller has accepted it. */
  async #renew(act: ConnectorAct, name: string, signal: AbortSignal): Promise<Secret> {
    checkName(this.target, name);
    const secret = await this.#asAdmin((admin) => renewPassword(admin, name));
    await this.#until(act, signal, 'the new secret is refused', () => this.#works(name, secret));
    return secret;
  }

  async #works(name: string, secret: Secret): Promise<boolean> {
    try {
      await withConnection(this.config, name, secret, async () => undefined);
      return true;
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
  }

  async #until(
    act: ConnectorAct,
    signal: AbortSignal,
    otherwise: string,
    condition: () => Promise<boolean>,
  ): Promise<void> {
    while (!(await condition())) {
      if (signal.aborted) throw new EffectNotProven(this.target, act, otherwise);
      await wait(lookEveryMs);
    }
  }

  async #asAdmin<T>(act: (admin: Connection) => Promise<T>): Promise<T> {
    return withConnection(this.config, this.config.adminUser, this.config.adminPassword, act);
  }

  async #act<T>(
    name: ConnectorAct,
    { signal: caller }: ActContext,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const signal = AbortSignal.any([caller, AbortSignal.timeout(this.config.timeoutMs)]);
    if (signal.aborted) throw new TargetUnavailable(this.target, name, { cause: signal.reason });
    const aborted = new Promise<never>((_, reject) => {
      const end = () => reject(new TargetUnavailable(this.target, name, { cause: signal.reason }));
      signal.addEventListener('abort', end, { once: true });
    });
    try {
      return await Promise.race([aborted, work(signal)]);
    } catch (error) {
      if (portErrors.some((known) => error instanceof known)) throw error;
      if (isRefusal(error))
        throw new TargetRefused(this.target, name, 'SASL_AUTHENTICATION_FAILED', { cause: error });
      throw new TargetUnavailable(this.target, name, { cause: error });
    }
  }
}
