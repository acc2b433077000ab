import { personIdFor } from '@trivium/identity';
import type { AgentClient } from './agent-client.js';
import { eventually } from './eventually.js';
import { UnexpectedAnswer } from './http.js';
import type { ExamplePerson } from './people.js';
import type { ExampleSystem } from './system.js';

export interface Account {
  readonly accountId: string;
  readonly target: string;
  readonly name: string;
  readonly state: string;
}

export interface Employee extends ExamplePerson {
  readonly personId: string;
  readonly accounts: readonly Account[];
}

interface PersonAnswer {
  readonly state: string;
  readonly accounts: readonly Account[];
}

/** Hundreds may be hired at once, each with accounts at targets that work on a few at a time. */
const manyHiresMs = 180_000;

/** Hires people through the HR webhook and waits until everything they are entitled to works. */
export async function hire(system: ExampleSystem, people: readonly ExamplePerson[]): Promise<Employee[]> {
  for (const person of people) await system.hris.joined(person);
  const employees: Employee[] = [];
  for (const person of people) employees.push(await settled(system, person));
  return employees;
}

async function settled(system: ExampleSystem, person: ExamplePerson): Promise<Employee> {
  const personId = personIdFor(system.address.hris.source, person.externalId);
  const { accounts } = await eventually(
    `the accounts of ${person.displayName}`,
    async () => {
      const found = await findPerson(system, personId);
      return (
        found?.state === 'active' &&
        found.accounts.length > 0 &&
        found.accounts.every(({ state }) => state === 'active') &&
        found
      );
    },
    manyHiresMs,
  );
  return { ...person, personId, accounts };
}

/** Undefined while the road has not heard of the person. */
async function findPerson(system: ExampleSystem, personId: string): Promise<PersonAnswer | undefined> {
  try {
    return await system.operator.get<PersonAnswer>(`/v1/workforce/persons/${personId}`);
  } catch (error) {
    if (error instanceof UnexpectedAnswer && error.status === 404) return undefined;
    throw error;
  }
}

export interface Workload {
  readonly nhiId: string;
  readonly credentialId: string;
  readonly repository: string;
}

export interface WorkloadWish {
  readonly name: string;
  readonly ownerId: string;
  readonly repository: string;
  /** Seconds. */
  readonly ttl?: number;
}

/** Registers a service account with a database credential and waits until it works. */
export async function registerWorkload(
  system: ExampleSystem,
  { name, ownerId, repository, ttl }: WorkloadWish,
): Promise<Workload> {
  const { nhiId } = await system.operator.send<{ nhiId: string }>('POST', '/v1/workload/nhis', {
    name,
    kind: 'service_account',
    ownerId,
    purpose: 'reads orders for invoicing',
    environment: 'production',
    dataSensitivity: 'internal',
    repositories: [repository],
    permissions: ['orders:read'],
  });
  const wish = {
    target: 'orders-db',
    entitlements: ['role:orders_read'],
    secretTypes: ['postgres_connection_string'],
    ...(ttl && { ttl }),
  };
  const { credentialId } = await system.operator.send<{ credentialId: string }>(
    'POST',
    `/v1/workload/nhis/${nhiId}/credentials`,
    wish,
  );
  await eventually(`the credential of ${name}`, async () => {
    const { state } = await system.operator.get<{ state: string }>(
      `/v1/workload/nhis/${nhiId}/credentials/${credentialId}`,
    );
    return state === 'active';
  });
  return { nhiId, credentialId, repository };
}

export interface DelegatedAgent {
  readonly agentId: string;
  readonly client: AgentClient;
  readonly delegationId: string;
  /** The signed delegation that the agent exchanges. */
  readonly assertion: string;
}

/** Registers an agent with its own key and lets it act for the delegator at the orders database. */
export async function delegate(
  system: ExampleSystem,
  name: string,
  delegatorId: string,
): Promise<DelegatedAgent> {
  const client = await system.newAgent();
  const { agentId } = await system.operator.send<{ agentId: string }>('POST', '/v1/agent/agents', {
    name,
    classification: 'autonomous_workload',
    ownerId: delegatorId,
    jwks: { keys: [client.publicJwk] },
  });
  const details = [{ type: 'trivium_access', target: 'orders-db', actions: ['role:orders_read'] }];
  const wish = {
    agentId,
    delegatorId,
    purpose: 'reconcile invoices',
    authorizationDetails: details,
    expiresIn: 3_600,
  };
  const granted = await eventually(`the delegation of ${name}`, () => grantDelegation(system, wish));
  return { agentId, client, ...granted };
}

/** Undefined while the agent road has not heard of the delegator. */
async function grantDelegation(
  system: ExampleSystem,
  wish: object,
): Promise<{ delegationId: string; assertion: string } | undefined> {
  try {
    return await system.operator.send('POST', '/v1/agent/delegations', wish);
  } catch (error) {
    if (error instanceof UnexpectedAnswer && (error.status === 404 || error.status === 409)) return undefined;
    throw error;
  }
}
