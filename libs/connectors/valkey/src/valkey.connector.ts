import { generatePassword, type Secret } from '@trivium/credentials';
import {
  EffectNotProven,
  TargetRefused,
  type AccountSpec,
  type ActContext,
  type Connector,
  type ConnectorAct,
  type DiscoveredAccount,
  type PreviousSecret,
  type Revoked,
  type Verified,
} from '@trivium/revocation';
import type { Redis } from 'ioredis';
import { checkName, readRules } from './account.js';
import { renamed } from './port-errors.js';
import { asAdmin, canLogIn } from './session.js';
import {
  addSecret,
  findUser,
  isOn,
  killClients,
  listUsers,
  removeUser,
  saveUsers,
  setRules,
} from './users.js';
import type { ValkeyTarget } from './valkey.config.js';

interface Order {
  readonly act: ConnectorAct;
  readonly redis: Redis;
  readonly name: string;
  readonly signal: AbortSignal;
}

/** ACL users of one server. A user may hold two secrets, so `rotate` can keep the former. Passwords are sent as hashes only. */
export class ValkeyConnector implements Connector {
  readonly kind = 'valkey';
  readonly unsupported: readonly ConnectorAct[] = [];

  constructor(private readonly config: ValkeyTarget) {}

  get target(): string {
    return this.config.name;
  }

  async *discover(act: ActContext): AsyncGenerator<DiscoveredAccount> {
    yield* await this.#act('discover', act, listUsers);
  }

  provision(account: AccountSpec, act: ActContext): Promise<void> {
    return this.#order('provision', account, act, async ({ redis, name }) => {
      const rules = readRules(this.target, account.entitlements);
      await setRules(redis, name, await findUser(redis, name), rules);
      await saveUsers(redis);
    });
  }

  issue(account: AccountSpec, act: ActContext): Promise<Secret> {
    return this.#order('issue', account, act, (order) => this.#renew(order, 'revoke'));
  }

  rotate(
    account: AccountSpec,
    previous: { readonly secret: Secret | undefined; readonly mode: PreviousSecret },
    act: ActContext,
  ): Promise<Secret> {
    return this.#order('rotate', account, act, async (order) => {
      const next = await this.#renew(order, previous.mode);
      if (previous.mode === 'keep') return next;
      await killClients(order.redis, order.name);
      if (previous.secret && (await this.#letsIn(order, previous.secret)))
        throw new EffectNotProven(this.target, 'rotate', 'the old secret still works');
      return next;
    });
  }

  revoke(account: AccountSpec, act: ActContext): Promise<Revoked> {
    return this.#order('revoke', account, act, async ({ redis, name }): Promise<Revoked> => {
      if (!(await findUser(redis, name))) return { outcome: 'already', evidence: { user: 'absent' } };
      const sessionsEnded = await removeUser(redis, name);
      return {
        outcome: 'revoked',
        evidence: { user: 'deleted', sessionsEnded, persisted: await saveUsers(redis) },
      };
    });
  }

  verify(account: AccountSpec, secret: Secret | undefined, act: ActContext): Promise<Verified> {
    return this.#order('verify', account, act, async (order): Promise<Verified> => {
      const open = secret ? await this.#letsIn(order, secret) : await isThere(order);
      return {
        access: open ? 'accepted' : 'refused',
        method: secret ? 'login-attempt' : 'inspection',
        evidence: { answer: answerTo(secret, open) },
      };
    });
  }

  /** Nothing to close: every act has connections of its own and ends with them. */
  async close(): Promise<void> {}

  async #renew(order: Order, others: PreviousSecret): Promise<Secret> {
    const { act, redis, name } = order;
    const user = await findUser(redis, name);
    // A secret for a user that was shut would bring its access back; only `provision` opens it again.
    if (!user || !isOn(user))
      throw new TargetRefused(this.target, act, user ? 'account_disabled' : 'account_absent');
    const secret = generatePassword();
    await addSecret(redis, name, secret, others);
    await saveUsers(redis);
    if (!(await this.#letsIn(order, secret)))
      throw new EffectNotProven(this.target, act, 'the new secret is refused');
    return secret;
  }

  #letsIn({ name, signal }: Order, secret: Secret): Promise<boolean> {
    return canLogIn(this.config, { user: name, secret }, signal);
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
      (redis, signal) => work({ act, redis, name, signal }),
      () => checkName(this.target, name),
    );
  }

  async #act<T>(
    act: ConnectorAct,
    context: ActContext,
    work: (redis: Redis, signal: AbortSignal) => Promise<T>,
    check: () => void = () => undefined,
  ): Promise<T> {
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(this.config.timeoutMs)]);
    try {
      check();
      return await asAdmin(this.config, signal, (redis) => work(redis, signal));
    } catch (error) {
      throw renamed(this.target, act, signal, error);
    }
  }
}

function answerTo(secret: Secret | undefined, open: boolean): string {
  if (secret) return open ? 'OK' : 'WRONGPASS';
  return open ? 'present' : 'absent';
}

async function isThere({ redis, name }: Order): Promise<boolean> {
  return (await findUser(redis, name)) !== undefined;
}
