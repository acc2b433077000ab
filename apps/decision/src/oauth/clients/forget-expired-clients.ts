import { ForgetRegularly, type Clock, type ForgetLog, type Task } from '@trivium/runtime';
import type { ClientStore } from './client.store.js';

const everyMs = 300_000;

/** Takes registrations that have expired out of the table. */
export class ForgetExpiredClients extends ForgetRegularly implements Task {
  constructor(store: ClientStore, clock: Clock, log: ForgetLog) {
    super('forget-expired-clients', () => store.forgetExpired(clock.now()), everyMs, log);
  }
}
