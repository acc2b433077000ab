export { examplePeople, type ExamplePerson } from './people.js';
export { call, UnexpectedAnswer, type Answer } from './http.js';
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
