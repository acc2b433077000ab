import {
  keySet,
  SigningKey,
  type KeyRing,
  type KeySet,
  type Sealer,
  type SigningAlgorithm,
} from '@trivium/credentials';
import type { Clock, Task } from '@trivium/runtime';
import { publishedAt, signerAt, successorDue, type KeySchedule, type ScheduledKey } from './key-schedule.js';
import type { SealedTokenKey, TokenKeyStore } from './token-key.store.js';

export interface TokenKeysLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

interface OpenedKey extends ScheduledKey {
  readonly key: SigningKey;
}

const everyMs = 15_000;
const contextOf = (kid: string) => `signing-key:${kid}`;

/** There is no key that may sign now: the clock went back before the first one. */
export class NoSigningKey extends Error {
  readonly code = 'ERR_NO_SIGNING_KEY';
}

/**
 * The keys of access tokens, on a schedule: the next one is published before it signs, and a former one until the last token that it
 * signed has expired. Every replica reads them again often; which one signs follows from the clock.
 */
export class TokenKeys implements KeyRing, Task {
  readonly name = 'token keys';
  #opened = new Map<string, OpenedKey>();
  #published: KeySet = keySet([]);
  #jwks: KeyRing['jwks'] = { keys: [] };
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly store: TokenKeyStore,
    private readonly sealer: Sealer,
    private readonly alg: SigningAlgorithm,
    private readonly schedule: KeySchedule,
    private readonly clock: Clock,
    private readonly log: TokenKeysLog,
  ) {}

  get signer(): SigningKey {
    const signer = signerAt([...this.#opened.values()], this.clock.now());
    if (!signer) throw new NoSigningKey('no key may sign at this moment');
    return signer.key;
  }

  get jwks(): KeyRing['jwks'] {
    return this.#jwks;
  }

  /** Finds the published key that a token names. */
  readonly find: KeySet = (header, token) => this.#published(header, token);

  /** Reads the keys, makes the next one when it is due, and forgets those that nothing needs any more. */
  async refresh(): Promise<void> {
    let keys = await this.store.load();
    const signsFrom = successorDue(keys, this.clock.now(), this.schedule);
    if (signsFrom) {
      await this.#append(keys, signsFrom);
      keys = await this.store.load();
    }
    const published = publishedAt(keys, this.clock.now(), this.schedule);
    await this.#open(published);
    const over = keys.filter(({ kid }) => !this.#opened.has(kid)).map(({ kid }) => kid);
    if (over.length > 0) await this.store.forget(over);
  }

  start(): void {
    this.#timer = setInterval(() => void (this.#turn = this.#refreshSafely()), everyMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#turn;
  }

  async #append(keys: readonly ScheduledKey[], signsFrom: Date): Promise<void> {
    const key = await SigningKey.generate(this.alg);
    const newest = keys.toSorted((a, b) => b.signsFrom.getTime() - a.signsFrom.getTime())[0];
    const sealed = this.sealer.seal(key.toJwk(), contextOf(key.kid));
    await this.store.append({ kid: key.kid, sealed, signsFrom, ...(newest && { follows: newest.kid }) });
    this.log.info({ kid: key.kid, signsFrom }, 'the next key of access tokens is published');
  }

  async #open(keys: readonly SealedTokenKey[]): Promise<void> {
    const opened = await Promise.all(
      keys.map(async ({ kid, sealed, ...when }) => {
        const key =
          this.#opened.get(kid)?.key ?? (await SigningKey.fromJwk(this.sealer.open(sealed, contextOf(kid))));
        return [kid, { kid, ...when, key }] as const;
      }),
    );
    this.#opened = new Map(opened);
    this.#jwks = { keys: opened.map(([, { key }]) => key.publicJwk) };
    this.#published = keySet(this.#jwks.keys);
  }

  async #refreshSafely(): Promise<void> {
    try {
      await this.refresh();
    } catch (err) {
      this.log.warn({ err }, 'the keys of access tokens could not be read again; those that are known go on');
    }
  }
}
