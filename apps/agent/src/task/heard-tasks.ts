import type { TaskId } from '@trivium/identity';
import type { Sql } from '@trivium/persistence';
import { setTimeout as wait } from 'node:timers/promises';
import type { Task } from './task.js';
import type { TaskStore } from './task.store.js';

/** Milliseconds between looks: usually the road hears within the first ones; all together less than two seconds. */
const looks = [25, 50, 100, 200, 400, 800];

/**
 * Tasks that whoever asks has a token of. The road hears of a task a moment after the token endpoint has answered, and an agent may be
 * done before that.
 */
export class HeardTasks {
  constructor(
    private readonly tasks: Pick<TaskStore, 'find'>,
    private readonly pool: Sql,
  ) {}

  /** Waits for the road to hear of it; undefined when it does not within two seconds. */
  async find(taskId: TaskId): Promise<Task | undefined> {
    for (const ms of looks) {
      const task = await this.tasks.find(this.pool, taskId);
      if (task) return task;
      await wait(ms);
    }
    return this.tasks.find(this.pool, taskId);
  }
}
