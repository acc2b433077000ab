import { SigningKey } from '@trivium/credentials';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { outcomeOf, TokenBench } from '../../testing/token-bench.js';

const stranger = await SigningKey.generate('EdDSA');
let bench: TokenBench;
beforeEach(() => (bench = new TokenBench()));
const grant = (assertion: string, wanted = {}) => bench.grant.execute({ assertion, wanted });

describe("a road's assertion", () => {
  it('becomes an access token (RFC 9068) that names its whole chain', async () => {
    const answer = await grant(await bench.ofPerson());
    expect(answer).toMatchObject({ token_type: 'Bearer', expires_in: 600, scope: 'read write' });
    expect(decodeProtectedHeader(answer.access_token)).toMatchObject({ typ: 'at+jwt', alg: 'ES256' });
    expect(decodeJwt(answer.access_token)).toMatchObject({
      iss: 'https://trivium.example',
      sub: bench.person.id,
      aud: 'trivium',
      client_id: 'trivium:workforce',
      scope: 'read write',
      trv_chain: [`${bench.person.id}:1`],
    });
  });

  it('of a workload names no person', async () => {
    const { trv_chain } = decodeJwt((await grant(await bench.ofWorkload())).access_token);
    expect(trv_chain).toEqual([`${bench.nhi.id}:1`, `${bench.credential.id}:1`]);
  });

  it('gives a token that ends no later than it does', async () => {
    const assertion = await bench.assertion('workforce', [bench.person], {}, { expiresIn: 45 });
    expect(await grant(assertion)).toMatchObject({ expires_in: 45 });
  });

  it('may be used again while it lasts, and each token is remembered', async () => {
    const assertion = await bench.ofPerson();
    await grant(assertion);
    await grant(assertion);
    expect(bench.store.issued.map(({ token }) => token.kind)).toEqual(['grant', 'grant']);
  });

  it.each([
    {
      name: 'signed by a key that the road never published',
      make: () => bench.assertion('workforce', [bench.person], {}, { by: stranger }),
    },
    {
      name: 'of the person, signed by another road',
      make: () => bench.assertion('workforce', [bench.person], {}, { by: bench.keys.agent }),
    },
    { name: 'of another kind', make: () => bench.assertion('workforce', [bench.person], {}, { typ: 'JWT' }) },
    { name: 'for another audience', make: () => bench.ofPerson({ aud: 'trivium:gateway' }) },
    { name: 'from an issuer nobody trusts', make: () => bench.ofPerson({ iss: 'https://evil.example' }) },
    { name: "with another road's chain", make: () => bench.assertion('workforce', [bench.nhi]) },
    {
      name: 'that is expired',
      make: () => bench.assertion('workforce', [bench.person], {}, { expiresIn: -11 }),
    },
    { name: 'that is no token', make: () => Promise.resolve('x.y.z') },
  ])('$name is an invalid grant', async ({ make }) => {
    expect(await outcomeOf(grant(await make()))).toBe('invalid_grant');
    expect(bench.store.issued).toEqual([]);
  });

  it('does not stand in for the key of an agent', async () => {
    expect(await outcomeOf(grant(await bench.delegated()))).toBe('unauthorized_client');
  });
});

describe('after a containment', () => {
  it.each([
    { name: 'of the person', link: () => bench.person, make: () => bench.ofPerson() },
    { name: 'of the workload', link: () => bench.nhi, make: () => bench.ofWorkload() },
    { name: 'of the credential alone', link: () => bench.credential, make: () => bench.ofWorkload() },
    { name: 'of the person who delegated', link: () => bench.person, make: () => bench.delegated() },
    { name: 'of the agent', link: () => bench.agent, make: () => bench.delegated() },
    { name: 'of the delegation', link: () => bench.delegation, make: () => bench.delegated() },
  ])('$name the old assertion is an invalid grant', async ({ link, make }) => {
    bench.chains.deny(link());
    expect(await outcomeOf(grant(await make()))).toBe('invalid_grant');
  });

  it('a rehire in a new generation gets a token, the old generation none', async () => {
    bench.chains.deny(bench.person);
    const rehired = await bench.assertion('workforce', [{ ...bench.person, generation: 2 }]);
    expect(await outcomeOf(grant(rehired))).toBe('granted');
    expect(await outcomeOf(grant(await bench.ofPerson()))).toBe('invalid_grant');
  });

  it('that comes while the token is being issued, no token is handed out', async () => {
    bench.store.beforeCommit = () => bench.chains.deny(bench.person);
    expect(await outcomeOf(grant(await bench.ofPerson()))).toBe('invalid_grant');
  });

  it.each(['unreachable', 'incomplete'] as const)(
    'nothing is issued while the markers are %s',
    async (fault) => {
      bench.chains.fault = fault;
      expect(await outcomeOf(grant(await bench.ofPerson()))).toBe('temporarily_unavailable');
      expect(bench.store.issued).toEqual([]);
    },
  );
});
