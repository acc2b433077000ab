export {
  TargetUnavailable,
  UnsupportedByTarget,
  type AccountSpec,
  type Connector,
  type ConnectorAct,
  type DiscoveredAccount,
  type PreviousSecret,
  type Revoked,
  type Verified,
} from './connector.js';
