import { ForgetRegularly, type Clock, type ForgetLog } from '@trivium/runtime';
import type { DecisionStore } from './decision.store.js';

const everyMs = 3_600_000;
const dayMs = 86_400_000;

export class ForgetDecisions extends ForgetRegularly {
  constructor(store: Pick<DecisionStore, 'forgetSome'>, clock: Clock, log: ForgetLog, keptDays: number) {
    const forget = async () => {
      const before = new Date(clock.now().getTime() - keptDays * dayMs);
      while (await store.forgetSome(before));
    };
    super('forget-decisions', forget, everyMs, log);
  }
}
