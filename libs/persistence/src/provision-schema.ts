import pg from 'pg';

export interface ServiceDatabase {
  /** The service's name: its schema and its role carry it. */
  readonly service: string;
  readonly password: string;
}

const plainName = /^[a-z][a-z_]{0,30}$/;

/** Makes the schema and the role of one service, both idempotently. The role may use its own schema and nothing else. */
export async function provisionSchema(
  adminUrl: string,
  { service, password }: ServiceDatabase,
): Promise<void> {
  if (!plainName.test(service)) throw new Error(`"${service}" is no name for a schema`);
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`CREATE SCHEMA IF NOT EXISTS ${service}`);
    const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [service]);
    if (!rowCount) await client.query(`CREATE ROLE ${service} NOLOGIN`);
    await client.query(
      `ALTER ROLE ${service} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${pg.escapeLiteral(password)}`,
    );
    await client.query(`ALTER ROLE ${service} SET search_path = ${service}`);
    await client.query('REVOKE ALL ON SCHEMA public FROM PUBLIC');
    await client.query(
      `REVOKE ALL ON SCHEMA ${service} FROM PUBLIC; GRANT USAGE ON SCHEMA ${service} TO ${service}`,
    );
    await client.query(
      `ALTER DEFAULT PRIVILEGES IN SCHEMA ${service} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${service}`,
    );
    await client.query(
      `ALTER DEFAULT PRIVILEGES IN SCHEMA ${service} GRANT USAGE ON SEQUENCES TO ${service}`,
    );
  } finally {
    await client.end();
  }
}

/** The URL with which the service itself connects. */
export function serviceUrl(adminUrl: string, { service, password }: ServiceDatabase): string {
  const url = new URL(adminUrl);
  url.username = service;
  url.password = password;
  return url.toString();
}
