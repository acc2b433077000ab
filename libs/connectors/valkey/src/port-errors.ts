import {
  EffectNotProven,
  InvalidAccount,
  TargetRefused,
  TargetUnavailable,
  UnsupportedByTarget,
  type ConnectorAct,
} from '@trivium/revocation';

const portErrors = [EffectNotProven, InvalidAccount, TargetRefused, TargetUnavailable, UnsupportedByTarget];

/** First words by which the server says "not now": it is starting, saving, without its primary, or busy with a script. */
const passing = new Set([
  'LOADING',
  'BUSY',
  'MASTERDOWN',
  'CLUSTERDOWN',
  'TRYAGAIN',
  'READONLY',
  'OOM',
  'MISCONF',
]);

/** The server's error without what ioredis adds to it: the command with its arguments, among them passwords. */
class ServerAnswer extends Error {}

/** What an act throws, renamed to the port's errors. */
export function renamed(target: string, act: ConnectorAct, signal: AbortSignal, error: unknown): unknown {
  if (portErrors.some((known) => error instanceof known)) return error;
  if (signal.aborted) return new TargetUnavailable(target, act, { cause: signal.reason });
  const answer = answerOf(error);
  if (answer === undefined) return new TargetUnavailable(target, act, { cause: error });
  const [word = ''] = answer.split(' ');
  const cause = new ServerAnswer(answer);
  return passing.has(word)
    ? new TargetUnavailable(target, act, { cause })
    : new TargetRefused(target, act, word, { cause });
}

/** The text of an error that the server itself answered; undefined when it was the connection that failed. */
export function answerOf(error: unknown): string | undefined {
  return error instanceof Error && error.name === 'ReplyError' ? error.message : undefined;
}
