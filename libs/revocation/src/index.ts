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
export { chainKeys, completeKey, judgeChain, markerKey, type ChainReader, type ChainState } from './chain-reader.js';
export {
  ValkeyChainReader,
  type ChainReaderLog,
  type ValkeyChainReaderOptions,
} from './chain-reader.valkey.js';
