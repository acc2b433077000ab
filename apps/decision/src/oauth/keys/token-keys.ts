import { keySet, SigningKey, type KeyRing, type KeySet, type Sealer } from '@trivium/credentials';
import type { Clock, Task } from '@trivium/runtime';
import { errors } from 'jose';
import {
  overAt,
  publishedAt,
  signerAt,
  successorDue,
  type KeySchedule,
  type ScheduledKey,
} from './key-schedule.js';
import { contextOf, type MakeTokenKey } from './make-token-key.js';
import type { SealedTokenKey, TokenKeyStore } from './token-key.store.js';

export interface TokenKeysLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

interface OpenedKey extends ScheduledKey {
  readonly key: SigningKey;
}

export interface TokenKeysParts {
  readonly store: Pick<TokenKeyStore, 'load' | 'append' | 'forget'>;
  readonly make: MakeTokenKey;
  readonly sealer: Sealer;
  readonly schedule: KeySchedule;
  readonly clock: Clock;
  readonly log: TokenKeysLog;
}

const everyMs = 2_000;
/** Milliseconds between two reads that an unknown `kid` brings about: anybody can make those up. */
const cooldown = 1_000;

/** There is no key, or all are withdrawn. */
export class NoSigningKey extends Error {
  readonly code = 'ERR_NO_SIGNING_KEY';
}

/**
 * The keys of access tokens, on a schedule: the next one is published before it signs, and a former one until the last token that it
 * signed has expired. Every replica reads them again often; which one signs follows from the clock, unless one was withdrawn.
 */
export class TokenKeys implements KeyRing, Task {
  readonly name = 'token keys';
  #opened = new Map<string, OpenedKey>();
  #published: KeySet = keySet([]);
  #jwks: KeyRing['jwks'] = { keys: [] };
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #readAt = -Infinity;

  constructor(private readonly parts: TokenKeysParts) {}

  get signer(): SigningKey {
    const signer = signerAt([...this.#opened.values()], this.parts.clock.now());
    if (!signer) throw new NoSigningKey('there is no key to sign with');
    return signer.key;
  }

  get jwks(): KeyRing['jwks'] {
    return this.#jwks;
  }

  /** Finds the published key that a token names; one that another replica has just made, too. */
  readonly find: KeySet = async (header, token) => {
    try {
      return await this.#published(header, token);
    } catch (error) {
      const isNew = error instanceof errors.JWKSNoMatchingKey && this.#now() - this.#readAt >= cooldown;
      if (!isNew) throw error;
      await this.refresh();
      return this.#published(header, token);
    }
  };

  /** Reads the keys, makes the next one when it is due, and forgets those that nothing needs any more. One turn after the other. */
  refresh(): Promise<void> {
    const turn = this.#turn.then(() => this.#read());
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** The same where a failure is not the caller's: the next turn tries again. */
  async refreshSafely(): Promise<void> {
    try {
      await this.refresh();
    } catch (err) {
      const message = 'the keys of access tokens could not be read again; those that are known go on';
      this.parts.log.warn({ err }, message);
    }
  }

  start(): void {
    this.#timer = setInterval(() => void this.refreshSafely(), everyMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#turn;
  }

  async #read(): Promise<void> {
    const { store, clock, schedule } = this.parts;
    this.#readAt = this.#now();
    let keys = await store.load();
    const signsFrom = successorDue(keys, clock.now(), schedule);
    if (signsFrom) {
      await this.#append(keys, signsFrom);
      keys = await store.load();
    }
    await this.#open(publishedAt(keys, clock.now(), schedule));
    const over = overAt(keys, clock.now(), schedule).map(({ kid }) => kid);
    if (over.length > 0) await store.forget(over);
  }

  async #append(keys: readonly SealedTokenKey[], signsFrom: Date): Promise<void> {
    const { store, make, log } = this.parts;
    const key = await make.execute(keys, signsFrom);
    await store.append(key);
    log.info({ kid: key.kid, signsFrom }, 'the next key of access tokens is published');
  }

  async #open(keys: readonly SealedTokenKey[]): Promise<void> {
    const { sealer } = this.parts;
    const opened = await Promise.all(
      keys.map(async ({ kid, sealed, ...when }) => {
        const key =
          this.#opened.get(kid)?.key ?? (await SigningKey.fromJwk(sealer.open(sealed, contextOf(kid))));
        return [kid, { kid, ...when, key }] as const;
      }),
    );
    this.#opened = new Map(opened);
    this.#jwks = { keys: opened.map(([, { key }]) => key.publicJwk) };
    this.#published = keySet(this.#jwks.keys);
  }

  #now(): number {
    return this.parts.clock.now().getTime();
  }
}
