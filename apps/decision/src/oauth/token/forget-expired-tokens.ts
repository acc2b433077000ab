import { ForgetRegularly, type Clock, type ForgetLog, type Task } from '@trivium/runtime';
import type { IssuanceStore } from './issuance.store.js';

const everyMs = 300_000;

/** Takes expired tokens and used client assertions out of the tables: neither can be presented again. */
export class ForgetExpiredTokens extends ForgetRegularly implements Task {
  constructor(store: IssuanceStore, clock: Clock, log: ForgetLog) {
    super('forget-expired-tokens', () => store.forgetExpired(clock.now()), everyMs, log);
  }
}
