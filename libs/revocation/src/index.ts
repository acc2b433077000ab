export {
  EffectNotProven,
  InvalidAccount,
  TargetRefused,
  TargetUnavailable,
  UnsupportedByTarget,
  type AccountSpec,
  type ActContext,
  type Connector,
  type ConnectorAct,
  type DiscoveredAccount,
  type PreviousSecret,
  type Revoked,
  type Verified,
} from './connector.js';
export {
  chainKeys,
  completeKey,
  judgeChain,
  markerKey,
  type ChainReader,
  type ChainState,
} from './chain-reader.js';
export {
  ValkeyChainReader,
  type ChainReaderLog,
  type ValkeyChainReaderOptions,
} from './chain-reader.valkey.js';
export { valkeySettings, type ValkeyConfig } from './markers/valkey.config.js';
export { valkeyClient } from './markers/valkey-client.js';
export { KeepMarkersComplete, type KeeperState } from './markers/keep-complete.js';
export { MarkerCache, MarkersUnavailable, type Marker } from './markers/marker-cache.js';
export { type MarkerStore } from './markers/marker.store.js';
export { PgMarkerStore } from './markers/marker.store.pg.js';
export { type Account, type WantedAccount } from './accounts/account.js';
export { type AccountStore } from './accounts/account.store.js';
export { ClaimSecret } from './accounts/claim-secret.js';
export { accessGranted } from './accounts/access-granted.js';
export { Announce, type Announcement, type Said } from './announce.js';
export {
  assembleRevocation,
  type ConfiguredTarget,
  type RoadPorts,
  type RoadRevocation,
} from './assemble.js';
export {
  OrderRevocation,
  triviumTarget,
  type EndingAccount,
  type RevocationOrder,
} from './order-revocation.js';
export { type LeasedTarget } from './revocation.store.js';
export { receiptType, type Receipt } from './receipt.js';
export { createMarkerTable, dropMarkerTable, revocationMigrations } from './migrations.js';
export { SweepDue, type DueThings } from './sweep-due.js';
export { WorkTarget, type DueWork, type WorkLimits } from './work-target.js';
export { REVOCATIONS, RevocationsController } from './revocations.controller.js';
