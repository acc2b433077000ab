import { Socket } from 'node:net';
import type { Secret } from '@trivium/credentials';
import pg from 'pg';
import type { PostgresTarget } from './postgres.config.js';

export interface Login {
  readonly user: string;
  readonly secret: Secret;
  readonly database: string;
}

export interface Database {
  query<Row extends pg.QueryResultRow>(
    text: string,
    values?: readonly unknown[],
  ): Promise<pg.QueryResult<Row>>;
}

/** One open connection. `cut` ends it at once, also in the middle of a query. */
export interface Session {
  readonly database: Database;
  readonly alive: boolean;
  end(): Promise<void>;
  cut(): void;
}

/** MUST be ended or cut by the caller; the signal cuts only what is still being opened. */
export async function openSession(
  target: PostgresTarget,
  login: Login,
  signal: AbortSignal,
): Promise<Session> {
  signal.throwIfAborted();
  const socket = new Socket();
  const client = new pg.Client(options(target, login, socket));
  const cut = () => void socket.destroy();
  signal.addEventListener('abort', cut, { once: true });
  // A lost connection rejects the query in flight as well; without a listener it would end the process.
  client.on('error', cut);
  try {
    await client.connect();
    return {
      database: databaseOn(client),
      end: () => client.end(),
      cut,
      get alive() {
        return !socket.destroyed;
      },
    };
  } catch (error) {
    cut();
    throw error;
  } finally {
    signal.removeEventListener('abort', cut);
  }
}

/** One connection for one piece of work: it is gone when this returns, and the signal cuts it at once. */
export async function withSession<T>(
  target: PostgresTarget,
  login: Login,
  signal: AbortSignal,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const session = await openSession(target, login, signal);
  try {
    const result = await cutBy(signal, session, work);
    await session.end();
    return result;
  } finally {
    session.cut();
  }
}

/** The work, with its session cut in the moment in which the signal aborts. */
export async function cutBy<T>(
  signal: AbortSignal,
  session: Session,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  signal.addEventListener('abort', session.cut, { once: true });
  try {
    signal.throwIfAborted();
    return await work(session.database);
  } finally {
    signal.removeEventListener('abort', session.cut);
  }
}

const names = new Map<string, string>();

/** A text with parameters never varies here: a session that is kept has it parsed and planned once. */
function databaseOn(client: pg.Client): Database {
  return {
    query: (text, values) =>
      values ? client.query({ name: nameOf(text), text, values: [...values] }) : client.query(text),
  };
}

function nameOf(text: string): string {
  const name = names.get(text) ?? `trivium_${names.size}`;
  names.set(text, name);
  return name;
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
