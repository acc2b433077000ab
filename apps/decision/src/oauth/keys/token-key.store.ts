import type { ScheduledKey } from './key-schedule.js';

/** A signing key at rest: its private half sealed under `signing-key:<kid>`. */
export interface SealedTokenKey extends ScheduledKey {
  readonly sealed: string;
}

export interface TokenKeyStore {
  load(): Promise<readonly SealedTokenKey[]>;
  /** MUST do nothing when its predecessor has a successor already (or, for the first, when there is one): of replicas that rotate at once, all use one key. */
  append(key: SealedTokenKey): Promise<void>;
  forget(kids: readonly string[]): Promise<void>;
}
