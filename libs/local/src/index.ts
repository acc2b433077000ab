export { AlreadyRunning, signalGroup } from './pid-file.js';
export { externalServers } from './local.config.js';
export { freePort, loopback } from './ports.js';
export { ProcessFailed, RunningProcess, startProcess, type ProcessSpec } from './process.js';
export { cacheDir, projectRoot } from './project.js';
export { silent, type Progress } from './progress.js';
export {
  KafkaNotEmbeddable,
  startKafka,
  type EmbeddedKafka,
  type KafkaAccess,
  type KafkaOptions,
} from './kafka.js';
export {
  createAcls,
  createScramUsers,
  createTopics,
  type KafkaGrant,
  type TopicSpec,
} from './kafka-admin.js';
export { startPostgres, type EmbeddedPostgres, type PostgresOptions } from './postgres.js';
export { ocsfSchemas, type OcsfSchemas } from './ocsf-schemas.js';
export { startValkey, type EmbeddedValkey, type ValkeyOptions } from './valkey.js';
export { randomPassword, secretsFile } from './secrets-file.js';
export { startStack, type Stack, type StackAddress, type StackOptions } from './stack/start-stack.js';
export { productDatabase } from './stack/provision.js';
export {
  defaultPorts,
  kafkaGrants,
  principals,
  services,
  topics,
  valkeyRules,
  type Service,
} from './stack/topology.js';
