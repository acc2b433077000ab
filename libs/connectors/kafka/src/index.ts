export { KafkaConnector } from './kafka.connector.js';
export { kafkaTargetConfig, type KafkaTarget } from './kafka.config.js';
