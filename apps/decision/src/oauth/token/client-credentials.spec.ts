import { keySet, SigningKey } from '@trivium/credentials';
import { newAgentId, newCredentialId, newNhiId } from '@trivium/identity';
import { decodeJwt } from 'jose';
import { agentKey, cluster, nhiKey, outcomeOf, TokenBench, trustDomain } from '../../testing/token-bench.js';

let bench: TokenBench;
beforeEach(() => (bench = new TokenBench()));
const ask = (client: object, wanted = {}) => bench.clientCredentials.execute({ client, wanted });
const signed = async (over: object = {}, how = {}) => ({ assertion: await bench.nhiAssertion(over, how) });

describe('a registered workload', () => {
  it('gets a token in its own name, which names it and its credential and nobody else', async () => {
    await bench.register();
    const { access_token, token_type, scope } = await ask(await signed(), { scope: ['read'] });
    expect([token_type, scope]).toEqual(['Bearer', 'read']);
    expect(decodeJwt(access_token)).toMatchObject({
      sub: bench.nhi.id,
      client_id: bench.nhi.id,
      aud: 'trivium',
      trv_chain: [`${bench.nhi.id}:1`, `${bench.credential.id}:1`],
    });
    expect(bench.store.issued.at(-1)?.token.kind).toBe('client');
    expect((await bench.introspect.execute(access_token)).outcome).toBe('active');
  });

  it.each(['nhi', 'credential'] as const)('has no access once its %s is contained', async (link) => {
    const token = await bench.clientToken();
    bench.chains.deny(bench[link]);
    expect((await bench.introspect.execute(token)).outcome).toBe('inactive');
    expect(await outcomeOf(ask(await signed()))).toBe('invalid_client');
    expect(await outcomeOf(bench.register())).toBe('invalid_software_statement');
  });

  it('may have two credentials with a key each, and ending one leaves the other', async () => {
    await bench.register();
    const first = { ...bench.credential };
    const other = await SigningKey.generate('EdDSA');
    bench.credential.id = newCredentialId();
    bench.advance(1);
    await bench.register({ jwks: { keys: [other.publicJwk] } });
    bench.chains.deny(first);
    expect(await outcomeOf(ask(await signed()))).toBe('invalid_client');
    expect(await outcomeOf(ask(await signed({}, { by: other })))).toBe('granted');
  });

  it('asks for no more than was registered for it', async () => {
    await bench.register();
    expect(await outcomeOf(ask(await signed(), { scope: ['admin'] }))).toBe('invalid_scope');
  });

  it('is no client any more once its registration has expired', async () => {
    await bench.register();
    bench.advance(86_400);
    expect(await outcomeOf(ask(await signed()))).toBe('invalid_client');
  });

  it('revokes its own token with its own key, and nobody else does', async () => {
    const token = await bench.clientToken();
    expect(await outcomeOf(bench.revoke.execute({ token, client: {} }))).toBe('invalid_client');
    const thief = { assertion: await bench.clientAssertion() };
    expect(await outcomeOf(bench.revoke.execute({ token, client: thief }))).toBe('invalid_client');
    await bench.revoke.execute({ token, client: await signed() });
    expect((await bench.introspect.execute(token)).outcome).toBe('inactive');
  });
});

describe('an assertion of a client is refused', () => {
  it.each([
    { name: 'that is signed by another key', how: { by: agentKey } },
    { name: 'that is for another server', over: { aud: 'https://other.example' } },
    { name: 'that names another subject', over: { sub: newAgentId() } },
    { name: 'of a client that nobody registered', over: { iss: newNhiId(), sub: newNhiId() } },
    { name: 'that has expired', how: { expiresIn: -11 } },
    { name: 'that lives for a day', how: { expiresIn: 86_400 } },
    { name: 'of another kind', how: { typ: 'at+jwt' } },
    { name: 'of another kind of ours', how: { typ: 'trv-client+jwt' } },
    { name: 'from the future', over: { nbf: 9_999_999_999 } },
  ])('$name', async ({ over = {}, how = {} }) => {
    await bench.register();
    expect(await outcomeOf(ask(await signed(over, how)))).toBe('invalid_client');
  });

  it('when it was used before, here or at another endpoint', async () => {
    await bench.register();
    const client = await signed();
    const token = (await ask(client)).access_token;
    expect(await outcomeOf(ask(client))).toBe('invalid_client');
    expect(await outcomeOf(bench.revoke.execute({ token, client }))).toBe('invalid_client');
  });

  it('when it is missing or no JWT, or client_id is somebody else', async () => {
    await bench.register();
    for (const client of [{}, { assertion: 'x' }, { ...(await signed()), clientId: newNhiId() }])
      expect(await outcomeOf(ask(client))).toBe('invalid_client');
  });
});

describe('a workload that publishes its keys', () => {
  const jwks_uri = 'https://billing.example/keys';
  beforeEach(() => bench.register({ jwks_uri }));

  it('gets a token for what one of them signs, once', async () => {
    bench.published.set(jwks_uri, keySet([nhiKey.publicJwk]));
    const client = await signed();
    expect(await outcomeOf(ask(client))).toBe('granted');
    expect(await outcomeOf(ask(client))).toBe('invalid_client');
    expect(await outcomeOf(ask(await signed({}, { by: agentKey })))).toBe('invalid_client');
  });

  it('is told to come again while they cannot be had, unless another of its credentials is enough', async () => {
    expect(await outcomeOf(ask(await signed()))).toBe('temporarily_unavailable');
    bench.credential.id = newCredentialId();
    bench.advance(1);
    await bench.register({ jwks: { keys: [agentKey.publicJwk] } });
    expect(await outcomeOf(ask(await signed()))).toBe('temporarily_unavailable');
    expect(await outcomeOf(ask(await signed({}, { by: agentKey })))).toBe('granted');
  });
});

describe('a workload that another issuer vouches for', () => {
  const account = { sub: 'system:serviceaccount:shop:billing', iss: cluster };
  const trusting = { federated: { issuer: cluster, claims: { sub: account.sub } } };
  const svid = { sub: `${trustDomain}/billing` };
  const trustingDomain = { federated: { issuer: trustDomain, claims: { sub: svid.sub } } };

  it.each([
    { name: 'a service account', by: cluster, register: trusting, claims: account },
    { name: 'a JWT-SVID', by: trustDomain, register: trustingDomain, claims: svid },
    {
      name: 'a JWT-SVID with an issuer',
      by: trustDomain,
      register: trustingDomain,
      claims: { ...svid, iss: 'https://spire.example' },
    },
  ])('gets a token for $name, no longer than that lasts', async ({ by, register, claims }) => {
    await bench.register(register);
    const client = { assertion: await bench.foreign(by, claims, { expiresIn: 120 }) };
    const answer = await ask(client);
    expect(answer.expires_in).toBe(120);
    expect(decodeJwt(answer.access_token)).toMatchObject({ sub: bench.nhi.id, client_id: bench.nhi.id });
    expect(await outcomeOf(ask(client))).toBe('granted');
    bench.chains.deny(bench.credential);
    expect(await outcomeOf(ask(client))).toBe('invalid_client');
  });

  it.each([
    {
      name: 'about another workload',
      by: cluster,
      claims: { ...account, sub: 'system:serviceaccount:shop:other' },
    },
    {
      name: 'for another audience',
      by: cluster,
      claims: { ...account, aud: 'https://kubernetes.default.svc' },
    },
    {
      name: 'of an issuer that is not configured',
      by: cluster,
      claims: { ...account, iss: 'https://evil.example' },
    },
    { name: 'of one issuer in the name of another', by: trustDomain, claims: account },
    {
      name: 'of an issuer about a foreign trust domain',
      by: cluster,
      claims: { iss: cluster, sub: `${trustDomain}/billing` },
    },
    { name: 'that has expired', by: cluster, claims: account, how: { expiresIn: -11 } },
    { name: 'that the client signed itself', by: cluster, claims: account, how: { by: nhiKey } },
  ])('gets none for a token $name', async ({ by, claims, how = {} }) => {
    await bench.register(trusting);
    expect(await outcomeOf(ask({ assertion: await bench.foreign(by, claims, how) }))).toBe('invalid_client');
  });

  it.each([
    { name: 'young', age: 3_599, want: 'granted', left: 1 },
    { name: 'too old by less than two clocks may differ', age: 3_605, want: 'invalid_client' },
    { name: 'too old', age: 3_610, want: 'invalid_client' },
  ])(
    'is heard while its token is young enough, however long that lives: $name',
    async ({ age, want, left }) => {
      await bench.register(trusting);
      const assertion = await bench.foreign(cluster, account, { expiresIn: 86_000 });
      bench.advance(age);
      expect(await outcomeOf(ask({ assertion }))).toBe(want);
      if (left) expect((await ask({ assertion })).expires_in).toBe(left);
    },
  );

  it('must say who it is when the token describes several', async () => {
    await bench.register(trusting);
    const known = bench.nhi.id;
    bench.nhi.id = newNhiId();
    bench.credential.id = newCredentialId();
    await bench.register(trusting);
    const assertion = await bench.foreign(cluster, account);
    expect(await outcomeOf(ask({ assertion }))).toBe('invalid_client');
    expect(await outcomeOf(ask({ assertion, clientId: known }))).toBe('granted');
  });
});
