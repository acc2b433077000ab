export { AlreadyRunning, signalGroup, stopLeftover, writePidFile } from './pid-file.js';
export { freePort, loopback } from './ports.js';
export { ProcessFailed, RunningProcess, startProcess, type ProcessSpec } from './process.js';
export { processIdentity, type ProcessIdentity } from './process-identity.js';
export { cacheDir, projectRoot } from './project.js';
export { silent, type Progress } from './progress.js';
export { runCommand, tryCommand } from './command.js';
export { dataFolder, externalServers, inheritedEnv } from './local.config.js';
export { missingForEmbedded } from './embeddable.js';
export {
  kafkaRuntime,
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
export { valkeyBinary } from './valkey-binary.js';
export { startValkey, type EmbeddedValkey, type ValkeyOptions } from './valkey.js';
export { randomPassword, secretsFile } from './secrets-file.js';
export { startStack, type Stack, type StackOptions } from './stack/start-stack.js';
export { addressOf, type StackAddress } from './stack/stack-address.js';
export { type StackPlan } from './stack/stack-plan.js';
export { stackSecrets, type StackSecrets } from './stack/stack-secrets.js';
export { type Network } from './stack/network.js';
export { productDatabase } from './stack/server-access.js';
export { provision } from './stack/provision.js';
export { serviceFolder, type ServiceFolder } from './stack/service-folder.js';
export { prepareServers, type ServerPlan } from './stack/prepare-servers.js';
export {
  defaultPorts,
  kafkaGrants,
  principals,
  services,
  topics,
  valkeyRules,
  type Service,
} from './stack/topology.js';
