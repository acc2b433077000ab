export { PostgresConnector } from './postgres.connector.js';
export { postgresTargetConfig, type PostgresTarget } from './postgres.config.js';
