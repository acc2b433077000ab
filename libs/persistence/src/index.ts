export { databaseSettings, type DatabaseConfig } from './database.config.js';
export { serviceDataSource, type MigrationClass } from './data-source.js';
export { PgUnitOfWork, UNIT_OF_WORK, type Sql, type Transaction, type UnitOfWork } from './transaction.js';
export { AlreadyExists, DatabaseUnavailable, translatePgError } from './pg-errors.js';
export { provisionSchema, serviceUrl, type ServiceDatabase } from './provision-schema.js';
export { migrate, migrateDown } from './migrate.js';
