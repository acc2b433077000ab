import { DataSource } from 'typeorm';
import type { MigrationClass } from './data-source.js';

/** The owner's connection, to which migrations alone belong; the service's own role cannot change its tables. */
function ownerDataSource(
  adminUrl: string,
  service: string,
  migrations: readonly MigrationClass[],
): DataSource {
  return new DataSource({
    type: 'postgres',
    url: adminUrl,
    schema: service,
    extra: { options: `-c search_path=${service}`, max: 2 },
    migrations: [...migrations],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
  });
}

/**
 * Brings the schema of one service to its newest migration; the names of those that ran. Which ones did is the owner's to say: the
 * service's role may read it only.
 */
export async function migrate(
  adminUrl: string,
  service: string,
  migrations: readonly MigrationClass[],
): Promise<string[]> {
  const source = await ownerDataSource(adminUrl, service, migrations).initialize();
  try {
    const ran = (await source.runMigrations()).map((migration) => migration.name);
    await source.query(`REVOKE INSERT, UPDATE, DELETE ON migration FROM ${service}`);
    return ran;
  } finally {
    await source.destroy();
  }
}

/** Takes every migration back, newest first. */
export async function migrateDown(
  adminUrl: string,
  service: string,
  migrations: readonly MigrationClass[],
): Promise<void> {
  const source = await ownerDataSource(adminUrl, service, migrations).initialize();
  try {
    for (let left = migrations.length; left > 0; left -= 1) await source.undoLastMigration();
  } finally {
    await source.destroy();
  }
}
