import {
  EffectNotProven,
  InvalidAccount,
  TargetRefused,
  TargetUnavailable,
  UnsupportedByTarget,
  type ConnectorAct,
} from '@trivium/revocation';
import pg from 'pg';

const portErrors = [EffectNotProven, InvalidAccount, TargetRefused, TargetUnavailable, UnsupportedByTarget];

/**
 * Classes and codes by which the server says "not now": connection, a rolled-back transaction (a deadlock, for one), resources,
 * operator intervention, an internal error ("tuple concurrently updated": two acts on one role), lock not available.
 */
const passing = /^(08|40|53|57|XX)|^55P03$/;

/** Runs an act and renames what it throws to the port's errors. */
export async function asAct<T>(
  target: string,
  act: ConnectorAct,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw renamed(target, act, signal, error);
  }
}

export function renamed(target: string, act: ConnectorAct, signal: AbortSignal, error: unknown): unknown {
  if (portErrors.some((known) => error instanceof known)) return error;
  if (signal.aborted) return new TargetUnavailable(target, act, { cause: signal.reason });
  if (error instanceof pg.DatabaseError && error.code && !passing.test(error.code)) {
    return new TargetRefused(target, act, error.code, { cause: error });
  }
  return new TargetUnavailable(target, act, { cause: error });
}
