export { AccountBook, NoSuchAccount } from './account-book.js';
export { acts, actNames, failureOf, listed, newAct } from './acts.js';
export { connectorConformance } from './connector-conformance.js';
export { FakeConnector } from './fake-connector.js';
export { FakeLine, FakeTarget, type FakeMood } from './fake-target.js';
export { startOrderTarget, type OrderTarget } from './reference-target/order-target.js';
export { type Sender } from './reference-target/signed-orders.js';
export { type Session, type TargetTraits, type TargetUnderTest, type Way } from './target-under-test.js';
export { connectionsEnd, openConnections, Ways, type Address } from './ways.js';
