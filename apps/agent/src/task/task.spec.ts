import { newTaskId } from '@trivium/identity';
import { accountsOf, taskAccountName } from './task.js';

const taskId = newTaskId();
const detail = (target: string, ...actions: string[]) => ({
  type: 'trivium_access' as const,
  target,
  actions,
});

describe('the access of a task', () => {
  it('is one account per target with all that its details permit there', () => {
    const accounts = accountsOf(taskId, [detail('a', 'r'), detail('b', 'r'), detail('a', 'r', 'w')]);
    expect(accounts.map(({ target, entitlements }) => ({ target, entitlements }))).toEqual([
      { target: 'a', entitlements: ['r', 'w'] },
      { target: 'b', entitlements: ['r'] },
    ]);
  });

  it('has a name that targets accept', () => expect(taskAccountName(taskId)).toMatch(/^t_[0-9a-f]{28}$/));
});
