import type { Connection } from '@platformatic/kafka';
import type { Secret } from '@trivium/credentials';
import {
  EffectNotProven,
  TargetRefused,
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
import { setTimeout as wait } from 'node:timers/promises';
import { checkName, readGrants, type TopicGrant } from './account.js';
import { applyAcls, differingAcls, entitlementOf, listAcls, userOf } from './acls.js';
import { withConnection } from './cluster.js';
import type { KafkaTarget } from './kafka.config.js';
import { isLoginRefused, renamed } from './port-errors.js';
import { deletePassword, hasPassword, renewPassword, usersWithPassword } from './scram-users.js';

const lookEveryMs = 20;

interface Order {
  readonly act: ConnectorAct;
  readonly admin: Connection;
  readonly name: string;
  readonly signal: AbortSignal;
}

/**
 * SCRAM-SHA-512 users of one cluster and their ACLs. A user holds one password, so `rotate` with `'keep'` is unsupported; a
 * provisioned one holds a password that nobody knows until it is issued another.
 */
export class KafkaConnector implements Connector {
  readonly kind = 'kafka';
  readonly unsupported: readonly ConnectorAct[] = [];

  constructor(private readonly config: KafkaTarget) {}

  get target(): string {
    return this.config.name;
  }

  async *discover(act: ActContext): AsyncGenerator<DiscoveredAccount> {
    yield* await this.#act('discover', act, async (admin) => {
      // Asked first: a broker (4.1) never answers somebody without rights who asks for the credentials of all users.
      const acls = Map.groupBy(await listAcls(admin), userOf);
      const names = await usersWithPassword(admin);
      return names.map((name) => ({
        name,
        entitlements: (acls.get(name) ?? []).map(entitlementOf),
        enabled: true,
      }));
    });
  }

  provision(account: AccountSpec, act: ActContext): Promise<void> {
    return this.#order('provision', account, act, async (order) => {
      const { admin, name } = order;
      const grants = readGrants(this.target, account.entitlements);
      if (!(await hasPassword(admin, name))) await renewPassword(admin, name);
      await this.#until(order, 'the user is not there', () => hasPassword(admin, name));
      await this.#setAcls(order, grants);
    });
  }

  issue(account: AccountSpec, act: ActContext): Promise<Secret> {
    return this.#order('issue', account, act, (order) => this.#renew(order));
  }

  rotate(
    account: AccountSpec,
    previous: { readonly secret: Secret | undefined; readonly mode: PreviousSecret },
    act: ActContext,
  ): Promise<Secret> {
    return this.#order('rotate', account, act, async (order) => {
      if (previous.mode === 'keep')
        throw new UnsupportedByTarget(this.target, 'rotate', 'a user holds one password');
      const next = await this.#renew(order);
      if (previous.secret && (await this.#letsIn(order, previous.secret)))
        throw new EffectNotProven(this.target, 'rotate', 'the old secret still works');
      return next;
    });
  }

  /** The ACLs go first: they also end what connections that are already open may do. */
  revoke(account: AccountSpec, act: ActContext): Promise<Revoked> {
    return this.#order('revoke', account, act, async (order) => {
      const { admin, name } = order;
      const aclsRemoved = await this.#setAcls(order, []);
      const credentialDeleted = await deletePassword(admin, name);
      await this.#until(
        order,
        'its credential is still there',
        async () => !(await hasPassword(admin, name)),
      );
      return {
        outcome: credentialDeleted || aclsRemoved > 0 ? 'revoked' : 'already',
        evidence: { credentialDeleted, aclsRemoved },
      };
    });
  }

  verify(account: AccountSpec, secret: Secret | undefined, act: ActContext): Promise<Verified> {
    return this.#order('verify', account, act, async (order): Promise<Verified> => {
      const aclsLeft = (await listAcls(order.admin, order.name)).length;
      if (secret) {
        const works = await this.#letsIn(order, secret);
        return {
          access: works ? 'accepted' : 'refused',
          method: 'login-attempt',
          evidence: { answer: works ? 'authenticated' : 'SASL_AUTHENTICATION_FAILED', aclsLeft },
        };
      }
      const credential = await hasPassword(order.admin, order.name);
      return {
        access: credential || aclsLeft > 0 ? 'accepted' : 'refused',
        method: 'inspection',
        evidence: { credential, aclsLeft },
      };
    });
  }

  /** Nothing to close: every act has connections of its own and ends with them. */
  async close(): Promise<void> {}

  /** Brokers take a new credential up a moment after the controller has accepted it. */
  async #renew(order: Order): Promise<Secret> {
    const { act, admin, name } = order;
    // A password for a user that was ended would bring its access back; only `provision` opens it again.
    if (!(await hasPassword(admin, name))) throw new TargetRefused(this.target, act, 'account_absent');
    const secret = await renewPassword(admin, name);
    await this.#until(order, 'the new secret is refused', () => this.#letsIn(order, secret));
    return secret;
  }

  /** Exactly these; answers how many were taken away. */
  async #setAcls(order: Order, grants: readonly TopicGrant[]): Promise<number> {
    const { admin, name } = order;
    const differing = await differingAcls(admin, name, grants);
    await applyAcls(admin, differing);
    await this.#until(order, 'its ACLs differ', async () => {
      const { missing, extra } = await differingAcls(admin, name, grants);
      return missing.length + extra.length === 0;
    });
    return differing.extra.length;
  }

  async #letsIn({ name, signal }: Order, secret: Secret): Promise<boolean> {
    try {
      await withConnection(this.config, { user: name, secret }, signal, async () => undefined);
      return true;
    } catch (error) {
      if (isLoginRefused(error) && !signal.aborted) return false;
      throw error;
    }
  }

  async #until({ act, signal }: Order, otherwise: string, condition: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + this.config.timeoutMs / 2;
    while (!(await condition())) {
      if (Date.now() > deadline) throw new EffectNotProven(this.target, act, otherwise);
      await wait(lookEveryMs, undefined, { signal });
    }
  }

  #order<T>(
    act: ConnectorAct,
    { name }: AccountSpec,
    context: ActContext,
    work: (order: Order) => Promise<T>,
  ): Promise<T> {
    return this.#act(
      act,
      context,
      (admin, signal) => work({ act, admin, name, signal }),
      () => checkName(this.target, name),
    );
  }

  async #act<T>(
    act: ConnectorAct,
    context: ActContext,
    work: (admin: Connection, signal: AbortSignal) => Promise<T>,
    check: () => void = () => undefined,
  ): Promise<T> {
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(this.config.timeoutMs)]);
    const admin = { user: this.config.adminUser, secret: this.config.adminPassword };
    try {
      check();
      return await withConnection(this.config, admin, signal, (connection) => work(connection, signal));
    } catch (error) {
      throw renamed(this.target, act, signal, error);
    }
  }
}
