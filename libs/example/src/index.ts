export { examplePeople, type ExamplePerson } from './people.js';
export { call, NoAnswer, UnexpectedAnswer, type Answer, type Delivery } from './http.js';
export { BambooHrSender, HrisSender, type Accepted, type HrisEvent } from './hris-sender.js';
export { GithubSender, type Deployment } from './github-sender.js';
export { Operator } from './operator.js';
export {
  AgentClient,
  claimsOf,
  deriveToken,
  introspect,
  tokenFromAssertion,
  type Introspection,
  type Token,
} from './agent-client.js';
export { ExampleSystem, type Evaluated, type Evaluation, type SystemAddress } from './system.js';
export { eventually } from './eventually.js';
export {
  delegate,
  hire,
  registerWorkload,
  type DelegatedAgent,
  type Employee,
  type Workload,
  type WorkloadWish,
} from './organisation.js';
export { sinceEvent, verifiedRevocation } from './revocations.js';
export { playDemo, proofLines, type Narrator } from './demo.js';
