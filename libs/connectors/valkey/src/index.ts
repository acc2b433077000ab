export { ValkeyConnector } from './valkey.connector.js';
export { valkeyTargetConfig, type ValkeyTarget } from './valkey.config.js';
