import { Secret } from '@trivium/credentials';
import type {
  AccountSpec,
  DiscoveredAccount,
  ActContext,
  Connector,
  ConnectorAct,
  Revoked,
  Verified,
} from '@trivium/revocation';
import { randomUUID } from 'node:crypto';

const patienceMs = 20_000;

/** A cause of its own for each call, as the caller of the port gives it. */
export function newAct(signal: AbortSignal = AbortSignal.timeout(patienceMs)): ActContext {
  return { signal, operationId: `spec_${randomUUID()}` };
}

/** Everybody whom the target lists. */
export async function listed(connector: Connector, act: ActContext = newAct()): Promise<DiscoveredAccount[]> {
  const all: DiscoveredAccount[] = [];
  for await (const account of connector.discover(act)) all.push(account);
  return all;
}

type Act = (connector: Connector, account: AccountSpec, act: ActContext) => Promise<unknown>;

/** Each act in its plainest form. */
export const acts: Readonly<Record<ConnectorAct, Act>> = {
  discover: (connector, _account, act) => listed(connector, act),
  provision: (connector, account, act) => connector.provision(account, act),
  issue: (connector, account, act) => connector.issue(account, act),
  rotate: (connector, account, act) => connector.rotate(account, { secret: undefined, mode: 'revoke' }, act),
  revoke: (connector, account, act) => connector.revoke(account, act),
  verify: (connector, account, act) => connector.verify(account, undefined, act),
};

export const actNames = Object.keys(acts) as readonly ConnectorAct[];

/** Passes every act on and keeps what came of it, so that the suite can look for secrets in all of it. */
export class WatchedConnector implements Connector {
  readonly secrets: Secret[] = [];
  /** Evidence, listed accounts and errors. */
  readonly seen: unknown[] = [];

  constructor(private readonly inner: Connector) {}

  get target(): string {
    return this.inner.target;
  }

  get kind(): string {
    return this.inner.kind;
  }

  get unsupported(): readonly ConnectorAct[] {
    return this.inner.unsupported;
  }

  async *discover(act: ActContext) {
    try {
      for await (const account of this.inner.discover(act)) {
        this.seen.push(account);
        yield account;
      }
    } catch (error) {
      this.seen.push(error);
      throw error;
    }
  }

  provision(account: AccountSpec, act: ActContext): Promise<void> {
    return this.#watch(this.inner.provision(account, act));
  }

  issue(account: AccountSpec, act: ActContext): Promise<Secret> {
    return this.#watch(this.inner.issue(account, act));
  }

  rotate(...order: Parameters<Connector['rotate']>): Promise<Secret> {
    return this.#watch(this.inner.rotate(...order));
  }

  revoke(account: AccountSpec, act: ActContext): Promise<Revoked> {
    return this.#watch(this.inner.revoke(account, act));
  }

  verify(...order: Parameters<Connector['verify']>): Promise<Verified> {
    return this.#watch(this.inner.verify(...order));
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  async #watch<T>(act: Promise<T>): Promise<T> {
    try {
      const result = await act;
      if (result instanceof Secret) this.secrets.push(result);
      else this.seen.push(result);
      return result;
    } catch (error) {
      this.seen.push(error);
      throw error;
    }
  }
}

/** What it was rejected with; an act that goes through is the failure then. */
export async function failureOf(attempt: Promise<unknown>): Promise<unknown> {
  const [outcome] = await Promise.allSettled([attempt]);
  return outcome.status === 'rejected' ? outcome.reason : new Error('it went through');
}
