import { ForgetRegularly, type Clock, type ForgetLog, type Task } from '@trivium/runtime';
import type { GrantStore } from './grant.store.js';

const everyMs = 3_600_000;
/** Longer than Kafka or a dead letter's replay can still tell of the beginning of a grant that has ended. */
const keptMs = 30 * 24 * 3_600_000;

export class ForgetOldGrants extends ForgetRegularly implements Task {
  constructor(store: GrantStore, clock: Clock, log: ForgetLog) {
    super('forget-old-grants', () => store.forget(new Date(clock.now().getTime() - keptMs)), everyMs, log);
  }
}
