import {
  delegate,
  deriveToken,
  eventually,
  examplePeople,
  hire,
  verifiedRevocation,
  type Employee,
} from '@trivium/example';
import { startSystem, type SystemUnderTest } from '../system.js';

interface TaskAnswer {
  readonly taskId: string;
  readonly agentId: string;
  readonly accounts: readonly { readonly target: string; readonly name: string; readonly state: string }[];
}

describe('an agent works for a person', () => {
  let system: SystemUnderTest;
  let person: Employee;
  beforeAll(async () => {
    system = await startSystem();
    [person] = (await hire(system, examplePeople(1, 'delegator'))) as [Employee];
  });
  afterAll(() => system.stop());

  const taskOf = (agentId: string) =>
    eventually('the access of the task', async () => {
      const tasks = await system.operator.list<TaskAnswer>('/v1/agent/tasks');
      return tasks.find(
        (task) =>
          task.agentId === agentId &&
          task.accounts.length > 0 &&
          task.accounts.every(({ state }) => state === 'active'),
      );
    });

  it('and when the task is complete, its credential and everything derived from it is dead', async () => {
    const agent = await delegate(system, 'reconciler', person.personId);
    const token = await agent.client.startTask(agent.agentId, agent.assertion);
    const child = await deriveToken(system.address.decisionUrl, token.access_token);
    const grandchild = await deriveToken(system.address.decisionUrl, child.access_token);
    const task = await taskOf(agent.agentId);
    for (const one of [token, child, grandchild]) expect((await system.introspect(one)).active).toBe(true);

    await system.operator.send('POST', `/v1/agent/tasks/${task.taskId}/complete`);

    for (const one of [token, child, grandchild])
      expect(await system.introspect(one)).toEqual({ active: false });
    await expect(deriveToken(system.address.decisionUrl, child.access_token)).rejects.toMatchObject({
      status: 400,
    });
    const revocation = await verifiedRevocation(system, 'agent', task.taskId);
    expect(revocation.receipts.find(({ target }) => target === 'orders-db')).toMatchObject({
      status: 'confirmed',
      method: 'login-attempt',
    });
  });

  it('and when it is suspended, all of it is dead at once, for whomever it worked, and nothing of it comes back', async () => {
    const [another] = (await hire(system, examplePeople(1, 'second delegator'))) as [Employee];
    const agent = await delegate(system, 'runaway', person.personId);
    const authorizationDetails = [
      { type: 'trivium_access', target: 'orders-db', actions: ['role:orders_read'] },
    ];
    const wish = { authorizationDetails, purpose: 'the same', expiresIn: 3_600 };
    const forOther = await system.operator.send<{ assertion: string }>('POST', '/v1/agent/delegations', {
      ...wish,
      agentId: agent.agentId,
      delegatorId: another.personId,
    });
    const path = `/v1/agent/agents/${agent.agentId}`;
    await system.operator.send('PUT', `${path}/client`, {});
    const own = () => agent.client.ownToken(agent.agentId);
    const tokens = [
      await agent.client.startTask(agent.agentId, agent.assertion),
      await agent.client.startTask(agent.agentId, forOther.assertion),
      await own(),
    ];
    for (const token of tokens) expect((await system.introspect(token)).active).toBe(true);
    const task = await taskOf(agent.agentId);

    await system.operator.send('POST', `${path}/suspend`, { reason: 'acts on its own account' });

    for (const token of tokens) expect(await system.introspect(token)).toEqual({ active: false });
    await expect(agent.client.startTask(agent.agentId, agent.assertion)).rejects.toMatchObject({
      status: 400,
    });
    await expect(own()).rejects.toMatchObject({ status: 401 });
    const revocation = await verifiedRevocation(system, 'agent', agent.agentId);
    expect(revocation.receipts).toContainEqual(
      expect.objectContaining({ target: 'orders-db', status: 'confirmed', account: task.accounts[0]?.name }),
    );

    await system.operator.send('POST', `${path}/resume`, { reason: 'looked into' });
    for (const token of tokens) expect(await system.introspect(token)).toEqual({ active: false });
    await expect(own()).rejects.toMatchObject({ status: 401 });
  });

  it('may end its own task with its own key', async () => {
    const agent = await delegate(system, 'self-ender', person.personId);
    const token = await agent.client.startTask(agent.agentId, agent.assertion);
    const task = await taskOf(agent.agentId);
    const clientAssertion = await agent.client.assertion(agent.agentId, 'trivium:agent');
    await system.operator.send('POST', `/v1/agent/tasks/${task.taskId}/complete`, { clientAssertion });
    expect(await system.introspect(token)).toEqual({ active: false });
  });

  it('cannot start a task with another’s delegation, nor without its key', async () => {
    const [agent, thief] = [
      await delegate(system, 'honest', person.personId),
      await delegate(system, 'thief', person.personId),
    ];
    await expect(thief.client.startTask(thief.agentId, agent.assertion)).rejects.toMatchObject({
      status: 401,
    });
    await expect(thief.client.startTask(agent.agentId, agent.assertion)).rejects.toMatchObject({
      status: 401,
    });
  });
});
