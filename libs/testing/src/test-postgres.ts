import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { testServers, workerIndex } from './testing.config.js';

/** The server of this jest worker: workers share none, so roles of the same name do not meet. */
function serverUrl(): URL {
  const { postgres } = testServers();
  return new URL(postgres[workerIndex() % postgres.length] ?? '');
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl().toString() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

export interface TestDatabase {
  /** A superuser's URL of a database nobody else uses. */
  readonly adminUrl: string;
  readonly name: string;
  drop(): Promise<void>;
}

/** A fresh database, empty or a copy of another: migrate once, then copy that database for each spec. */
export async function testPostgres(template?: string): Promise<TestDatabase> {
  const name = `spec_${randomBytes(6).toString('hex')}`;
  await onServer(
    `CREATE DATABASE ${name} TEMPLATE ${template ? pg.escapeIdentifier(template) : 'template0'}`,
  );
  const url = serverUrl();
  url.pathname = `/${name}`;
  const drop = () => onServer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  return { adminUrl: url.toString(), name, drop };
}
