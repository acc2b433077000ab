import { createRequire } from 'node:module';

interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
}

/** Not part of what kafkajs exports; 2.2.4 is the last version there is. */
const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
  readonly prototype: RequestQueue;
};
const schedule = prototype.scheduleCheckPendingRequests;

/**
 * Each connection of kafkajs looks every millisecond, for as long as it is open, for requests that wait. Where none waits there is
 * nothing to look for: one that has to wait asks to be looked for when it comes, and again whenever another is answered.
 */
export function restWhenIdle(): void {
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
}
