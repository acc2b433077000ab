import { ForgetRegularly, type ForgetLog } from '@trivium/runtime';
import type { ExpireRequests } from './expire-requests.js';

const everyMs = 60_000;

export class ExpireRequestsRegularly extends ForgetRegularly {
  constructor(expire: ExpireRequests, log: ForgetLog) {
    super('expire-access-requests', () => expire.execute(), everyMs, log);
  }
}
