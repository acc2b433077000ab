import { SigningKey } from '@trivium/credentials';
import fc from 'fast-check';
import { decodeJwt } from 'jose';
import { outcomeOf, TokenBench } from '../../testing/token-bench.js';

let bench: TokenBench;
beforeEach(() => (bench = new TokenBench()));
const derive = (subjectToken: string, wanted = {}, client = {}) =>
  bench.derive.execute({ subjectToken, client, wanted });

describe('a derived token', () => {
  it('has the chain of its parent and no more than its scope', async () => {
    const parent = await bench.personToken();
    const answer = await derive(parent, { scope: ['read'] });
    expect(answer).toMatchObject({ scope: 'read', token_type: 'Bearer' });
    expect(decodeJwt(answer.access_token).trv_chain).toEqual(decodeJwt(parent).trv_chain);
    expect(await outcomeOf(derive(answer.access_token, { scope: ['write'] }))).toBe('invalid_scope');
  });

  it('never outlives its parent, however late and deep it is derived', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 1, maxLength: 5 }),
        async (waits) => {
          bench = new TokenBench();
          let token = await bench.personToken();
          for (const wait of waits) {
            bench.advance(wait);
            const parentEnd = decodeJwt(token).exp ?? 0;
            if (bench.time.getTime() / 1000 >= parentEnd) return;
            token = (await derive(token)).access_token;
            expect(decodeJwt(token).exp).toBeLessThanOrEqual(parentEnd);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('of a task keeps the task, its actor and its end', async () => {
    const parent = await bench.taskToken();
    const { access_token } = await derive(parent);
    expect(decodeJwt(access_token)).toMatchObject({
      act: { sub: bench.agent.id },
      trv_chain: decodeJwt(parent).trv_chain,
    });
    expect(bench.store.issued.at(-1)?.token).toMatchObject({
      kind: 'derived',
      parentId: decodeJwt(parent).jti,
    });
  });

  it.each(['person', 'agent', 'delegation'] as const)(
    'cannot be had once the %s is contained',
    async (link) => {
      const parent = await bench.taskToken();
      const child = (await derive(parent)).access_token;
      bench.chains.deny(bench[link]);
      for (const token of [parent, child]) {
        expect(await outcomeOf(derive(token))).toBe('invalid_request');
        expect((await bench.introspect.execute(token)).outcome).toBe('inactive');
      }
    },
  );

  it.each([
    { name: 'a road assertion', make: () => bench.ofPerson() },
    { name: 'nothing readable', make: () => Promise.resolve('abc') },
  ])('cannot be made from $name', async ({ make }) =>
    expect(await outcomeOf(derive(await make()))).toBe('invalid_request'),
  );

  it('cannot be made from an expired token, also when it was checked before', async () => {
    const parent = await bench.personToken();
    await derive(parent);
    bench.advance(600);
    expect(await outcomeOf(derive(parent))).toBe('invalid_request');
  });
});

describe('a client that says who it is', () => {
  it('is believed with the key with which it got the token, once per assertion', async () => {
    const parent = await bench.taskToken();
    const client = { assertion: await bench.clientAssertion(), clientId: bench.agent.id };
    expect(await outcomeOf(derive(parent, {}, client))).toBe('granted');
    expect(await outcomeOf(derive(parent, {}, client))).toBe('invalid_client');
  });

  it.each([
    {
      name: 'with another key',
      client: async () => ({
        assertion: await bench.clientAssertion({}, { by: await SigningKey.generate('EdDSA') }),
      }),
    },
    { name: 'under another name', client: () => Promise.resolve({ clientId: 'agt_other' }) },
  ])('is refused $name', async ({ client }) => {
    expect(await outcomeOf(derive(await bench.taskToken(), {}, await client()))).toBe('invalid_client');
  });

  it('is refused when the token was issued to nobody with a key', async () => {
    const client = {
      assertion: await bench.clientAssertion({ iss: 'trivium:workforce', sub: 'trivium:workforce' }),
    };
    expect(await outcomeOf(derive(await bench.personToken(), {}, client))).toBe('invalid_client');
  });
});
