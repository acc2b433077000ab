import { TokenBench } from '../../testing/token-bench.js';

let bench: TokenBench;
beforeEach(() => (bench = new TokenBench()));
const ask = async (token: string) => (await bench.introspect.execute(token)).outcome;

describe('a token is', () => {
  it('active with all its claims while everything is live', async () => {
    const { outcome, body } = await bench.introspect.execute(await bench.taskToken());
    expect(outcome).toBe('active');
    expect(JSON.parse(body)).toMatchObject({
      active: true,
      sub: bench.person.id,
      client_id: bench.agent.id,
      act: { sub: bench.agent.id },
      authorization_details: [{ target: 'orders' }],
    });
  });

  it('inactive once it has expired, also when it was asked about before', async () => {
    const token = await bench.personToken();
    expect(await ask(token)).toBe('active');
    bench.advance(600);
    expect(await ask(token)).toBe('inactive');
  });

  it.each([
    { name: 'another issuer made it', make: () => bench.ofPerson() },
    { name: 'it is garbage', make: () => Promise.resolve('....') },
    { name: 'it is empty', make: () => Promise.resolve('') },
  ])('inactive when $name, with nothing but that', async ({ make }) => {
    expect(await bench.introspect.execute(await make())).toEqual({
      outcome: 'inactive',
      body: '{"active":false}',
    });
  });

  it('inactive at the very next question after any link was contained', async () => {
    for (const link of ['person', 'agent', 'delegation'] as const) {
      bench = new TokenBench();
      const token = await bench.taskToken();
      expect(await ask(token)).toBe('active');
      bench.chains.deny(bench[link]);
      expect(await bench.introspect.execute(token)).toEqual({
        outcome: 'inactive',
        body: '{"active":false}',
      });
    }
  });

  it.each(['unreachable', 'incomplete'] as const)(
    'answered as inactive while the markers are %s',
    async (fault) => {
      const token = await bench.personToken();
      bench.chains.fault = fault;
      expect(await bench.introspect.execute(token)).toEqual({ outcome: 'unknown', body: '{"active":false}' });
      bench.chains.fault = undefined;
      expect(await ask(token)).toBe('active');
    },
  );

  it('read anew for every question', async () => {
    const token = await bench.personToken();
    const before = bench.chains.reads;
    await ask(token);
    await ask(token);
    expect(bench.chains.reads).toBe(before + 2);
  });
});
