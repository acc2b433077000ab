import {
  EffectNotProven,
  InvalidAccount,
  TargetRefused,
  TargetUnavailable,
  UnsupportedByTarget,
  type ConnectorAct,
} from '@trivium/revocation';

const portErrors = [EffectNotProven, InvalidAccount, TargetRefused, TargetUnavailable, UnsupportedByTarget];

const loginRefused = 'SASL_AUTHENTICATION_FAILED';

/** Names of the protocol's errors that an administrator has to repair. */
const refusals = new Set([
  loginRefused,
  'CLUSTER_AUTHORIZATION_FAILED',
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'SECURITY_DISABLED',
  'UNSUPPORTED_SASL_MECHANISM',
  'ILLEGAL_SASL_STATE',
  'UNACCEPTABLE_CREDENTIAL',
  'INVALID_REQUEST',
  'POLICY_VIOLATION',
]);

/** The broker's own word among an error, its parts and its causes. The client calls a lost connection an authentication error, too. */
export function brokerAnswers(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const own = 'apiId' in error && typeof error.apiId === 'string' ? [error.apiId] : [];
  const parts = error instanceof AggregateError ? error.errors.flatMap(brokerAnswers) : [];
  return [...own, ...parts, ...brokerAnswers(error.cause)];
}

/** The broker itself said that user and password do not authenticate. */
export function isLoginRefused(error: unknown): boolean {
  return brokerAnswers(error).includes(loginRefused);
}

/** What an act throws, renamed to the port's errors. */
export function renamed(target: string, act: ConnectorAct, signal: AbortSignal, error: unknown): unknown {
  if (portErrors.some((known) => error instanceof known)) return error;
  if (signal.aborted) return new TargetUnavailable(target, act, { cause: signal.reason });
  const refusal = brokerAnswers(error).find((answer) => refusals.has(answer));
  return refusal
    ? new TargetRefused(target, act, refusal, { cause: error })
    : new TargetUnavailable(target, act, { cause: error });
}
