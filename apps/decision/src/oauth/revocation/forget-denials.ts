import { ForgetRegularly, type Clock, type ForgetLog, type Task } from '@trivium/runtime';
import type { TokenDenials } from './token-denials.js';

const everyMs = 300_000;

/** Takes denials of expired tokens out of the table: nobody can present those again. */
export class ForgetDenials extends ForgetRegularly implements Task {
  constructor(denials: TokenDenials, clock: Clock, log: ForgetLog) {
    super('forget-denials', () => denials.forgetExpired(clock.now()), everyMs, log);
  }
}
