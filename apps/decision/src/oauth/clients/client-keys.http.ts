import type { KeySet } from '@trivium/credentials';
import { checkLiteral, publicLookup, type Clock } from '@trivium/runtime';
import type { JWK } from 'jose';
import QuickLRU from 'quick-lru';
import { Agent } from 'undici';
import { z } from 'zod';
import { clientKey } from '../road-assertion.js';
import { CachedKeys } from './cached-keys.js';
import type { ClientKeys } from './client-keys.js';
import { fetchJson, PublisherUnusable } from './fetch-json.http.js';

const mostKeys = 100;
const mostClients = 1_000;
const jwks = z.object({ keys: z.array(z.unknown()).max(mostKeys) });

/** An owner says where his workload's keys are, so the address is not trusted: it must be public unless its host is allowed by name. */
export class HttpClientKeys implements ClientKeys {
  readonly #known = new QuickLRU<string, KeySet>({ maxSize: mostClients });
  readonly #guarded = new Agent({ connect: { lookup: publicLookup } });
  readonly #open = new Agent();

  /** `internalHosts`: hosts, with their port where it is not the usual one, that may have a private address. */
  constructor(
    private readonly internalHosts: readonly string[],
    private readonly clock: Clock,
  ) {}

  at(url: string): KeySet {
    const known = this.#known.get(url);
    if (known) return known;
    const { find } = new CachedKeys(() => this.#fetch(new URL(url)), this.clock);
    this.#known.set(url, find);
    return find;
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.#guarded.destroy(), this.#open.destroy()]);
  }

  async #fetch(url: URL): Promise<readonly JWK[]> {
    const isInternal = this.internalHosts.includes(url.host);
    if (!isInternal) checkLiteral(url);
    const parsed = jwks.safeParse(await fetchJson(url.href, isInternal ? this.#open : this.#guarded));
    if (!parsed.success) throw new PublisherUnusable(`${url.href} is no key set`);
    return parsed.data.keys.flatMap(usable);
  }
}

/** A key set may hold keys for other purposes; those that no client could register by value are passed over. */
function usable(key: unknown): readonly JWK[] {
  const parsed = clientKey.safeParse(key);
  return parsed.success ? [parsed.data] : [];
}
