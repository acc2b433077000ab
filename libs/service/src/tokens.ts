/** The database pool of this service (`Sql`; a TypeORM `DataSource`). */
export const DATA_SOURCE = Symbol('DataSource');
export const KAFKA = Symbol('Kafka');
/** The transport of this service's `@EventPattern` handlers (`KafkaRoad`). */
export const TRANSPORT = Symbol('Transport');
/** What a road does when access begins or has verifiably ended (`RoadHooks`). */
export const ROAD_HOOKS = Symbol('RoadHooks');
/** The road's own instance of the three stages (`RoadRevocation`). */
export const ROAD_REVOCATION = Symbol('RoadRevocation');
/** The road's signing key and what it publishes of it (`KeyRing`). */
export const KEY_RING = Symbol('KeyRing');
/** The keys under which publications of the governance model are signed (`KeySet`). */
export const POLICY_KEYS = Symbol('PolicyKeys');
/** The governance model that this process runs (`RunningModel`). */
export const GOVERNANCE = Symbol('Governance');
