/** Errors that say "not now" rather than "never" carry `transient: true`; so do all of kafkajs's retriable ones, by the name `retriable`. */
export function isTransient(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('transient' in error && error.transient === true) return true;
  if ('retriable' in error && error.retriable === true) return true;
  return 'cause' in error && isTransient(error.cause);
}
