import { Socket } from 'node:net';
import type { Secret } from '@trivium/credentials';
import pg from 'pg';
import type { PostgresTarget } from './postgres.config.js';

export interface Login {
  readonly user: string;
  readonly secret: Secret;
  readonly database: string;
}

export type Database = Pick<pg.Client, 'query'>;

/** One connection for one piece of work: it is gone when this returns, and the signal cuts it at once, also in the middle of a query. */
export async function withSession<T>(
  target: PostgresTarget,
  login: Login,
  signal: AbortSignal,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const socket = new Socket();
  const client = new pg.Client(options(target, login, socket));
  const cut = () => socket.destroy();
  signal.addEventListener('abort', cut, { once: true });
  // A lost connection rejects the query in flight as well; without a listener it would end the process.
  client.on('error', cut);
  try {
    await client.connect();
    const result = await work(client);
    await client.end();
    return result;
  } finally {
    signal.removeEventListener('abort', cut);
    socket.destroy();
  }
}

export function withAdmin<T>(
  target: PostgresTarget,
  signal: AbortSignal,
  work: (database: Database) => Promise<T>,
  database = target.database,
): Promise<T> {
  return withSession(
    target,
    { user: target.adminUser, secret: target.adminPassword, database },
    signal,
    work,
  );
}

function options(target: PostgresTarget, login: Login, socket: Socket): pg.ClientConfig {
  return {
    host: target.host,
    port: target.port,
    user: login.user,
    password: login.secret.reveal(),
    database: login.database,
    ssl: target.tls === 'verify' ? { ca: target.ca, servername: target.host } : false,
    application_name: 'trivium',
    connectionTimeoutMillis: target.connectTimeoutMs,
    statement_timeout: target.timeoutMs,
    lock_timeout: target.timeoutMs,
    stream: () => socket,
  };
}

/** Runs the work in one transaction. A failure needs no rollback: the session ends with it, and the transaction with the session. */
export async function inTransaction<T>(database: Database, work: () => Promise<T>): Promise<T> {
  await database.query('BEGIN');
  const result = await work();
  await database.query('COMMIT');
  return result;
}
