import { run } from '../program.js';
import { answeringServer } from '../testing/answering-server.contract.js';
import { agentsAdvice } from './agents.commands.js';
import { changeAgent, listAgents } from './manage-agents.js';

const clerk = {
  agentId: 'agt_019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6077',
  name: 'clerk',
  classification: 'chatbot',
  ownerId: 'per_0b6c2f4e-1d52-5c3a-9f0e-2a1b3c4d5e6f',
  state: 'suspended',
  generation: 1,
};
const { agentId } = clerk;
const server = await answeringServer(agentsAdvice);
const { gateway, told, lines: asked } = server;
afterAll(() => server.close());
beforeEach(() => server.asked.splice(0));

describe('trivium agents', () => {
  it('lists which there are and how they stand', async () => {
    const { exit, out } = await told(200, { items: [clerk] }, () => listAgents(gateway));
    expect([exit, asked()]).toEqual([0, [['GET', '/v1/agent/agents']]]);
    expect(out).toBe(`clerk ${agentId} suspended; chatbot, owned by ${clerk.ownerId}\n`);
  });

  it('says so where there is none', async () => {
    const { out } = await told(200, { items: [] }, () => listAgents(gateway));
    expect(out).toBe('No agent is registered.\n');
  });

  it.each([
    { act: 'suspend', state: 'suspended', says: 'every decision point denies it' },
    { act: 'resume', state: 'active', says: 'stays over' },
    { act: 'retire', state: 'retired', says: 'for good' },
  ] as const)('$act says what came of it', async ({ act, state, says }) => {
    const answer = { agentId, state, generation: 1, changed: true };
    const { out } = await told(202, answer, () => changeAgent(gateway, agentId, act, 'seen enough'));
    expect(asked()).toEqual([['POST', `/v1/agent/agents/${agentId}/${act}`, { reason: 'seen enough' }]]);
    expect(out).toContain(`✓ ${agentId} is ${state}\n`);
    expect(out).toContain(says);
  });

  it('says that nothing changed where it stood like this', async () => {
    const answer = { agentId, state: 'suspended', generation: 1, changed: false };
    const { out } = await told(202, answer, () => changeAgent(gateway, agentId, 'suspend', 'again'));
    expect(out).toContain('nothing changed');
  });

  it.each([
    { status: 400, next: 'trivium agents list' },
    { status: 403, next: 'role admin' },
    { status: 404, next: 'trivium agents list' },
    { status: 409, next: 'trivium agents list' },
  ])('answers a refusal ($status) with what to do', async ({ status, next }) => {
    const work = () => changeAgent(gateway, agentId, 'retire', 'x');
    const { exit, out } = await told(status, { detail: 'The server says why.' }, work);
    expect([exit, out]).toEqual([4, expect.stringContaining('The server says why.')]);
    expect(out).toContain(next);
  });

  it('asks for a reason', async () => {
    const said: string[] = [];
    const exit = await run(['agents', 'suspend', agentId], { out: () => {}, err: (text) => said.push(text) });
    expect([exit, said.join('')]).toEqual([2, expect.stringContaining('--reason')]);
  });
});
