import { generatePassword, sha256Hex, type Secret } from '@trivium/credentials';
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
import type { Redis } from 'ioredis';
import { checkName, readRules } from './account.js';
import { asAdmin, canLogIn } from './session.js';
import type { ValkeyTarget } from './valkey.config.js';

const portErrors = [EffectNotProven, InvalidAccount, TargetRefused, TargetUnavailable, UnsupportedByTarget];
const refusals = /^(WRONGPASS|NOPERM|NOAUTH)/;

/** ACL users of one server. A user may hold two secrets, so `rotate` can keep the former. Passwords are sent as hashes only. */
export class ValkeyConnector implements Connector {
  readonly kind = 'valkey';
  readonly unsupported: readonly ConnectorAct[] = [];

  constructor(private readonly config: ValkeyTarget) {}

  get target(): string {
    return this.config.name;
  }

  async *discover(act: ActContext): AsyncGenerator<DiscoveredAccount> {
    const lines = await this.#act('discover', act, (redis) => redis.call('ACL', 'LIST') as Promise<string[]>);
    for (const line of lines) {
      const [, name = '', ...rules] = line.split(' ');
      yield {
        name,
        enabled: rules.includes('on'),
        entitlements: rules.filter(
          (rule) => !/^(on|off|nopass|resetchannels|sanitize-payload|#.*)$/.test(rule),
        ),
      };
    }
  }

  provision(account: AccountSpec, act: ActContext): Promise<void> {
    return this.#act('provision', act, async (redis) => {
      const rules = [...readRules(this.target, account.entitlements), '+auth', '+ping'];
      await redis.call(
        'ACL',
        'SETUSER',
        this.#named(account),
        'resetkeys',
        'resetchannels',
        'nocommands',
        'on',
        ...rules,
      );
      await save(redis);
    });
  }

  issue(account: AccountSpec, act: ActContext): Promise<Secret> {
    return this.#act('issue', act, (redis) => this.#renew('issue', redis, account, ['resetpass']));
  }

  rotate(
    account: AccountSpec,
    previous: { readonly secret: Secret | undefined; readonly mode: PreviousSecret },
    act: ActContext,
  ): Promise<Secret> {
    return this.#act('rotate', act, async (redis) => {
      const next = await this.#renew(
        'rotate',
        redis,
        account,
        previous.mode === 'revoke' ? ['resetpass'] : [],
      );
      if (previous.mode === 'keep') return next;
      await killClients(redis, account.name);
      if (previous.secret && (await canLogIn(this.config, account.name, previous.secret.reveal()))) {
        throw new EffectNotProven(this.target, 'rotate', 'the old secret still works');
      }
      return next;
    });
  }

  revoke(account: AccountSpec, act: ActContext): Promise<Revoked> {
    return this.#act('revoke', act, async (redis): Promise<Revoked> => {
      const name = this.#named(account);
      if (!(await isThere(redis, name))) return { outcome: 'already', evidence: { user: 'absent' } };
      await redis.call(
        'ACL',
        'SETUSER',
        name,
        'off',
        'resetpass',
        'resetkeys',
        'resetchannels',
        'nocommands',
      );
      const sessionsEnded = await killClients(redis, name);
      await redis.call('ACL', 'DELUSER', name);
      return {
        outcome: 'revoked',
        evidence: { user: 'deleted', sessionsEnded, persisted: await save(redis) },
      };
    });
  }

  verify(account: AccountSpec, secret: Secret | undefined, act: ActContext): Promise<Verified> {
    return this.#act('verify', act, async (redis): Promise<Verified> => {
      const name = this.#named(account);
      if (secret) {
        const works = await canLogIn(this.config, name, secret.reveal());
        return {
          access: works ? 'accepted' : 'refused',
          method: 'login-attempt',
          evidence: { answer: works ? 'OK' : 'WRONGPASS' },
        };
      }
      const there = await isThere(redis, name);
      return {
        access: there ? 'accepted' : 'refused',
        method: 'inspection',
        evidence: { user: there ? 'present' : 'absent' },
      };
    });
  }

  /** Nothing to close: every act has connections of its own and ends with them. */
  async close(): Promise<void> {}

  #named({ name }: AccountSpec): string {
    checkName(this.target, name);
    return name;
  }

  async #renew(
    act: ConnectorAct,
    redis: Redis,
    account: AccountSpec,
    before: readonly string[],
  ): Promise<Secret> {
    const [name, secret] = [this.#named(account), generatePassword()];
    await redis.call('ACL', 'SETUSER', name, ...before, `#${sha256Hex(secret.reveal())}`);
    await save(redis);
    if (!(await canLogIn(this.config, name, secret.reveal())))
      throw new EffectNotProven(this.target, act, 'the new secret is refused');
    return secret;
  }

  async #act<T>(
    name: ConnectorAct,
    { signal: caller }: ActContext,
    work: (redis: Redis) => Promise<T>,
  ): Promise<T> {
    const signal = AbortSignal.any([caller, AbortSignal.timeout(this.config.timeoutMs)]);
    if (signal.aborted) throw new TargetUnavailable(this.target, name, { cause: signal.reason });
    try {
      return await asAdmin(this.config, signal, work);
    } catch (error) {
      if (portErrors.some((known) => error instanceof known)) throw error;
      if (error instanceof Error && refusals.test(error.message))
        throw new TargetRefused(this.target, name, error.message.split(' ')[0] ?? '', { cause: error });
      throw new TargetUnavailable(this.target, name, { cause: error });
    }
  }
}

async function isThere(redis: Redis, name: string): Promise<boolean> {
  return (await redis.call('ACL', 'GETUSER', name)) !== null;
}

async function killClients(redis: Redis, name: string): Promise<number> {
  return Number(await redis.call('CLIENT', 'KILL', 'USER', name));
}

/** True when the server keeps its users in a file; otherwise a restart forgets what was done, and the receipt says so. */
async function save(redis: Redis): Promise<boolean> {
  try {
    await redis.call('ACL', 'SAVE');
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes('not configured to use an ACL file')) return false;
    throw error;
  }
}
