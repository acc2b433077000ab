import { MarkersUnavailable } from '@trivium/revocation';
import { SigningKey } from '@trivium/credentials';
import { outcomeOf, TokenBench } from '../../testing/token-bench.js';

let bench: TokenBench;
beforeEach(() => (bench = new TokenBench()));
const derive = async (subjectToken: string) =>
  (await bench.derive.execute({ subjectToken, client: {}, wanted: {} })).access_token;
const isActive = async (token: string) => (await bench.introspect.execute(token)).outcome === 'active';
const revoke = (token: string, client = {}) => bench.revoke.execute({ token, client });

describe('a revoked token', () => {
  it('is dead at once with everything derived from it, and what it was derived from lives', async () => {
    const parent = await bench.personToken();
    const middle = await derive(parent);
    const [child, grandchild] = [await derive(middle), await derive(await derive(middle))];
    const sibling = await derive(parent);
    await revoke(middle);
    for (const dead of [middle, child, grandchild]) {
      expect(await isActive(dead)).toBe(false);
      expect(await outcomeOf(derive(dead))).toBe('invalid_request');
    }
    for (const live of [parent, sibling]) expect(await isActive(live)).toBe(true);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])('is dead with the end of its line of %i', async (length) => {
    const line = [await bench.personToken()];
    while (line.length < length) line.push(await derive(line.at(-1) ?? ''));
    await revoke(line[0] ?? '');
    for (const token of line) expect(await isActive(token)).toBe(false);
  });

  it('stays dead when it is revoked again, and after a flush and a rebuild', async () => {
    const token = await bench.personToken();
    await revoke(token);
    await revoke(token);
    bench.chains.flush();
    expect(await isActive(token)).toBe(false);
    bench.chains.rebuild();
    expect(await isActive(token)).toBe(false);
  });

  it('is no token of ours, or an old one: that is a success without an effect', async () => {
    const expired = await bench.personToken();
    bench.advance(600);
    for (const token of [expired, 'garbage', await bench.ofPerson()])
      expect(await outcomeOf(revoke(token))).toBe('granted');
  });
});

it('a line of exchanges has an end', async () => {
  let token = await bench.personToken();
  for (let exchanges = 0; exchanges < 10; exchanges += 1) token = await derive(token);
  expect(await isActive(token)).toBe(true);
  expect(await outcomeOf(derive(token))).toBe('invalid_request');
});

describe('the token of a client with keys', () => {
  it('is revoked with its key, once per assertion', async () => {
    const [first, second] = [await bench.taskToken(), await bench.taskToken()];
    const client = { assertion: await bench.clientAssertion() };
    await revoke(first, client);
    expect(await isActive(first)).toBe(false);
    expect(await outcomeOf(revoke(second, client))).toBe('invalid_client');
    expect(await isActive(second)).toBe(true);
  });

  it.each([
    { name: 'without proof', client: () => Promise.resolve({}) },
    {
      name: 'with another key',
      client: async () => ({
        assertion: await bench.clientAssertion({}, { by: await SigningKey.generate('EdDSA') }),
      }),
    },
    { name: 'under another name', client: () => Promise.resolve({ clientId: 'agt_other' }) },
  ])('is not revoked $name', async ({ client }) => {
    const token = await bench.taskToken();
    expect(await outcomeOf(revoke(token, await client()))).toBe('invalid_client');
    expect(await isActive(token)).toBe(true);
  });
});

it('nobody is told that a token is dead while its marker cannot be written', async () => {
  const token = await bench.personToken();
  bench.chains.fault = 'unreachable';
  await expect(revoke(token)).rejects.toBeInstanceOf(MarkersUnavailable);
});
