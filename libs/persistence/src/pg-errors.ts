import { isOutdatedPlan } from './prepared-client.js';

/** The row is there already (SQLSTATE 23505). */
export class AlreadyExists extends Error {
  readonly code = 'ERR_ALREADY_EXISTS';
  constructor(
    readonly constraint: string | undefined,
    options?: ErrorOptions,
  ) {
    super(`already exists (${constraint ?? 'unique constraint'})`, options);
  }
}

/** The database cannot be reached, is starting, stopping or out of connections: the same call may succeed later. */
export class DatabaseUnavailable extends Error {
  readonly code = 'ERR_DATABASE_UNAVAILABLE';
  readonly transient = true;
  constructor(options?: ErrorOptions) {
    super('the database does not answer', options);
  }
}

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
/** Classes 08 (connection), 53 (resources), 57 (operator intervention), 40 (rollback: serialization, deadlock), 55P03 (lock timeout). */
const transientState = /^(08|53|57|40)...$|^55P03$/;
const lostConnection =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Connection is not established|Driver not Connected/i;

function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('driverError' in error && error.driverError !== error) return codeOf(error.driverError);
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Renames what Postgres says where the store is touched; what it does not know passes through untouched. */
export function translatePgError(error: unknown): unknown {
  const code = codeOf(error);
  if (code === '23505') return new AlreadyExists(constraintOf(error), { cause: error });
  if (code && (networkCodes.has(code) || transientState.test(code)))
    return new DatabaseUnavailable({ cause: error });
  if (error instanceof Error && (lostConnection.test(error.message) || isOutdatedPlan(error)))
    return new DatabaseUnavailable({ cause: error });
  return error;
}

function constraintOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('constraint' in error && typeof error.constraint === 'string') return error.constraint;
  return 'driverError' in error ? constraintOf(error.driverError) : undefined;
}
