import { DataSource, type DataSourceOptions } from 'typeorm';
import type { DatabaseConfig } from './database.config.js';
import { translatePgError } from './pg-errors.js';
import { PreparedClient } from './prepared-client.js';

/** A migration class as TypeORM runs it. */
export type MigrationClass = NonNullable<Extract<DataSourceOptions['migrations'], unknown[]>>[number];

/** A pool whose queries fail in our words, inside and outside of transactions. */
class ServiceDataSource extends DataSource {
  override async query<Row = unknown>(...question: Parameters<DataSource['query']>): Promise<Row> {
    try {
      return await super.query<Row>(...question);
    } catch (error) {
      throw translatePgError(error);
    }
  }
}

/** The connection pool of one service: its own role, its own schema first on the search path, bounded waits. */
export function serviceDataSource(service: string, config: DatabaseConfig): DataSource {
  return new ServiceDataSource({
    type: 'postgres',
    url: config.DATABASE_URL,
    schema: service,
    applicationName: `trivium-${service}`,
    poolSize: config.TRIVIUM_DATABASE_POOL,
    // A process that starts beside others on few cores may be busy for seconds before it reads what the server has answered.
    connectTimeoutMS: 10_000,
    extra: {
      Client: PreparedClient,
      options: `-c search_path=${service}`,
      statement_timeout: 15_000,
      lock_timeout: 10_000,
      idle_in_transaction_session_timeout: 30_000,
      keepAlive: true,
      // A new one costs both sides a login and a cold start, just when the work comes in waves.
      idleTimeoutMillis: 300_000,
    },
    synchronize: false,
    logging: false,
  });
}
