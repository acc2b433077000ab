import { migrate, PgUnitOfWork, provisionSchema, serviceDataSource, serviceUrl } from '@trivium/persistence';
import { testPostgres } from '@trivium/testing';
import { migrations } from '../../migrations/index.js';

/** This service's migrated schema in a database of its own, seen with its own role. */
export async function decisionDatabase() {
  const database = await testPostgres();
  const role = { service: 'decision', password: 'for-this-spec-only' };
  await provisionSchema(database.adminUrl, role);
  await migrate(database.adminUrl, 'decision', migrations);
  const config = { DATABASE_URL: serviceUrl(database.adminUrl, role), TRIVIUM_DATABASE_POOL: 8 };
  const source = await serviceDataSource('decision', config).initialize();
  const stop = async () => {
    await source.destroy();
    await database.drop();
  };
  return { source, unitOfWork: new PgUnitOfWork(source), adminUrl: database.adminUrl, stop };
}
