export { DATA_SOURCE, GOVERNANCE, KAFKA, KEY_RING, ROAD_REVOCATION, TRANSPORT } from './tokens.js';
export { roadSettings, serviceSettings, type RoadConfig, type ServiceConfig } from './service.config.js';
export { ServiceModule } from './service.module.js';
export { GovernanceModule, type GovernanceParts } from './governance.module.js';
export { RoadModule, type RoadHooks, type RoadParts } from './road.module.js';
export { assertionAudience, assertionType, RoadAssertions, type Assertion } from './road-assertions.js';
export { RoadTargets } from './road-targets.js';
export { CloseDataSource } from './close-data-source.js';
export { kafkaLogs } from './kafka-logs.js';
