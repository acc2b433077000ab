import { generatePassword, sha256Hex, type Secret } from '@trivium/credentials';
import {
  EffectNotProven,
  InvalidAccount,
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
import { FakeLine, type FakeTarget } from './fake-target.js';

const word = /^[\p{L}\p{N}._@:-]{1,128}$/u;

/** The port on a {@link FakeTarget}; it passes the suite that the real ones pass. */
export class FakeConnector implements Connector {
  readonly kind = 'fake';
  readonly unsupported: readonly ConnectorAct[] = [];

  constructor(
    private readonly system: FakeTarget,
    private readonly line = new FakeLine(),
  ) {}

  get target(): string {
    return this.system.name;
  }

  async *discover(act: ActContext): AsyncGenerator<DiscoveredAccount> {
    yield* await this.system.exchange('discover', act, this.line, () => this.system.book.list());
  }

  async provision(account: AccountSpec, act: ActContext): Promise<void> {
    await this.#order('provision', account, act, () => {
      this.#check(account);
      this.system.book.provision(account.name, account.entitlements);
      this.system.changed(`provision ${account.name}`);
    });
  }

  async issue(account: AccountSpec, act: ActContext): Promise<Secret> {
    const secret = await this.#order('issue', account, act, () => {
      this.#mustBeOpen('issue', account);
      this.system.changed(`issue ${account.name}`);
      return this.system.book.issue(account.name);
    });
    await this.#prove('issue', account, secret, act);
    return secret;
  }

  async rotate(
    account: AccountSpec,
    previous: { readonly secret: Secret | undefined; readonly mode: PreviousSecret },
    act: ActContext,
  ): Promise<Secret> {
    const secret = await this.#order('rotate', account, act, () => {
      this.#mustBeOpen('rotate', account);
      if (this.system.mood === 'ignoring') return generatePassword();
      this.system.changed(`rotate ${account.name}`);
      return this.system.book.rotate(account.name, previous.mode);
    });
    await this.#prove('rotate', account, secret, act);
    return secret;
  }

  revoke(account: AccountSpec, act: ActContext): Promise<Revoked> {
    return this.#order('revoke', account, act, (): Revoked => {
      if (this.system.mood === 'ignoring') return { outcome: 'revoked', evidence: {} };
      const ended = this.system.book.revoke(account.name);
      if (!ended) return { outcome: 'already', evidence: { account: 'absent' } };
      this.system.changed(`revoke ${account.name}`);
      return { outcome: 'revoked', evidence: ended };
    });
  }

  verify(account: AccountSpec, secret: Secret | undefined, act: ActContext): Promise<Verified> {
    const { book } = this.system;
    return this.#order('verify', account, act, (): Verified => {
      const open = secret ? book.accepts(account.name, sha256Hex(secret)) : book.isOpen(account.name);
      return {
        access: open ? 'accepted' : 'refused',
        method: secret ? 'login-attempt' : 'inspection',
        evidence: { answer: open ? 'welcome' : 'no' },
      };
    });
  }

  async close(): Promise<void> {}

  #order<T>(act: ConnectorAct, account: AccountSpec, context: ActContext, effect: () => T): Promise<T> {
    return this.system.exchange(act, context, this.line, () => {
      if (!word.test(account.name)) throw new InvalidAccount(this.target, 'name', 'is no word');
      return effect();
    });
  }

  #check({ entitlements }: AccountSpec): void {
    if (!entitlements.every((one) => word.test(one)))
      throw new InvalidAccount(this.target, 'entitlements', 'has one that is no word');
  }

  #mustBeOpen(act: ConnectorAct, { name }: AccountSpec): void {
    if (!this.system.book.isOpen(name)) throw new TargetRefused(this.target, act, 'account_absent');
  }

  async #prove(act: ConnectorAct, account: AccountSpec, secret: Secret, context: ActContext): Promise<void> {
    const works = await this.#order(act, account, context, () =>
      this.system.book.accepts(account.name, sha256Hex(secret)),
    );
    if (!works) throw new EffectNotProven(this.target, act, 'the new secret is refused');
  }
}
