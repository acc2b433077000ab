export { FakeClock } from './fake-clock.js';
export { ocsfSchemas, type OcsfSchemas } from '@trivium/local';
export { ConditionNotMet, until, type UntilOptions } from './until.js';
export { testKafka, type TestKafka } from './test-kafka.js';
export { testPostgres, type TestDatabase } from './test-postgres.js';
export { startOwnValkey, testValkey } from './test-valkey.js';
export { readme, readmeBlock, readmeBlocks } from './readme.js';
export {
  serviceUnderTest,
  type Call,
  type CallAnswer,
  type ServiceParts,
  type ServiceUnderTest,
  type StartedApp,
} from './service-under-test.js';
export { selfSigned, type SelfSigned } from './self-signed.js';
export { Said, type SaidEvent } from './said.js';
