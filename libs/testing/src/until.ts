import { setTimeout as pause } from 'node:timers/promises';

export interface UntilOptions {
  readonly timeoutMs?: number;
  readonly everyMs?: number;
  /** What is waited for, for the error. */
  readonly description?: string;
}

export class ConditionNotMet extends Error {}

type Held<T> = Exclude<T, false | null | undefined>;

/**
 * Waits until a condition holds and returns what it held for. A condition that throws does not hold yet: its last
 * error is the cause when time runs out.
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  options: UntilOptions = {},
): Promise<Held<T>> {
  const { timeoutMs = 20_000, everyMs = 20, description = condition.toString() } = options;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const result = await attempt(condition);
    if (result.held) return result.value as Held<T>;
    if (performance.now() > deadline) {
      throw new ConditionNotMet(`Not within ${timeoutMs} ms: ${description}`, { cause: result.error });
    }
    await pause(everyMs);
  }
}

async function attempt<T>(condition: () => T | Promise<T>) {
  try {
    const value = await condition();
    return { held: value !== false && value !== undefined && value !== null, value };
  } catch (error) {
    return { held: false, error };
  }
}
