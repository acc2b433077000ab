import type { Secret } from '@trivium/credentials';
import {
  UnsupportedByTarget,
  type AccountSpec,
  type Connector,
  type DiscoveredAccount,
  type Verified,
} from '@trivium/revocation';
import { listed, newAct, WatchedConnector } from './acts.js';
import type { Session, TargetUnderTest, Way } from './target-under-test.js';

export interface Opened {
  readonly account: AccountSpec;
  readonly secret: Secret;
}

/** What the parts of the suite share: the target of this run, and the few things that every obligation begins with. */
export class Suite {
  readonly connector: WatchedConnector;
  readonly watched: WatchedConnector[] = [];

  constructor(readonly target: TargetUnderTest) {
    this.connector = this.watch(target.connector);
  }

  watch(connector: Connector): WatchedConnector {
    const watched = new WatchedConnector(connector);
    this.watched.push(watched);
    return watched;
  }

  async through(way: Way): Promise<WatchedConnector> {
    return this.watch(await this.target.through(way));
  }

  account(part: string, entitlements = this.target.reader): AccountSpec {
    return { name: this.target.name(part), entitlements };
  }

  /** An account with a secret that works. */
  async opened(part: string): Promise<Opened> {
    const account = this.account(part);
    await this.connector.provision(account, newAct());
    return { account, secret: await this.connector.issue(account, newAct()) };
  }

  async login({ account, secret }: Opened): Promise<Session> {
    const session = await this.target.login(account.name, secret);
    if (!session) throw new Error(`the target refuses ${account.name}, which was just given access`);
    return session;
  }

  /** Whether the account's secret lets in, tried without the connector. */
  async letsIn(account: AccountSpec, secret: Secret): Promise<boolean> {
    const session = await this.target.login(account.name, secret);
    await session?.close();
    return session !== undefined;
  }

  async discovered(account: AccountSpec): Promise<DiscoveredAccount | undefined> {
    const all = await listed(this.connector);
    return all.find(({ name }) => name === account.name);
  }

  /** True when the target says of itself that it lets in; the account is tried with the secret where there is one. */
  async access(account: AccountSpec, secret?: Secret): Promise<Verified['access']> {
    return (await this.connector.verify(account, secret, newAct())).access;
  }

  /** The renewed secret, or undefined at a target that holds one secret only. */
  async keepingFormer({ account, secret }: Opened): Promise<Secret | undefined> {
    try {
      return await this.connector.rotate(account, { secret, mode: 'keep' }, newAct());
    } catch (error) {
      if (error instanceof UnsupportedByTarget) return undefined;
      throw error;
    }
  }
}
