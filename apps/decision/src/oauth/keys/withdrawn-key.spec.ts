import { nextTokenKey, outcomeOf, TokenBench, tokenKey } from '../../testing/token-bench.js';
import { keyLink } from '../token-chain.js';

let bench: TokenBench;
beforeEach(() => (bench = new TokenBench()));

const withdraw = (key = tokenKey) => bench.chains.deny(keyLink(key.kid));
const outcome = async (token: string) => (await bench.introspect.execute(token)).outcome;
const exchange = (subjectToken: string) => bench.derive.execute({ subjectToken, client: {}, wanted: {} });

describe('when a key is withdrawn', () => {
  it('what it signed is inactive at the next question, and what other keys signed lives', async () => {
    const old = await bench.personToken();
    bench.ring.signer = nextTokenKey;
    const fresh = await bench.personToken();
    expect([await outcome(old), await outcome(fresh)]).toEqual(['active', 'active']);
    withdraw();
    expect([await outcome(old), await outcome(fresh)]).toEqual(['inactive', 'active']);
  });

  it('what it signed is not exchanged, which proves no end of access', async () => {
    const token = await bench.personToken();
    withdraw();
    await expect(exchange(token)).rejects.toMatchObject({ error: 'invalid_request', reason: undefined });
  });

  it('what was made from it under later keys ends too', async () => {
    const parent = await bench.personToken();
    bench.ring.signer = nextTokenKey;
    const child = (await exchange(parent)).access_token;
    const grandchild = (await exchange(child)).access_token;
    withdraw();
    for (const token of [child, grandchild]) expect(await outcome(token)).toBe('inactive');
  });

  it('what one acts with ends what was made for the actor', async () => {
    const actor = { kind: 'access_token' as const, token: await bench.personToken() };
    bench.ring.signer = nextTokenKey;
    const subjectToken = await bench.personToken();
    const { access_token } = await bench.derive.execute({ subjectToken, actor, client: {}, wanted: {} });
    withdraw();
    expect([await outcome(access_token), await outcome(subjectToken)]).toEqual(['inactive', 'active']);
  });

  it('at the moment in which it signs, the client is told to come again, and not that it lost its access', async () => {
    bench.store.beforeCommit = () => withdraw();
    expect(await outcomeOf(bench.personToken())).toBe('temporarily_unavailable');
    bench.ring.signer = nextTokenKey;
    bench.store.beforeCommit = () => {};
    expect(await outcome(await bench.personToken())).toBe('active');
  });
});
