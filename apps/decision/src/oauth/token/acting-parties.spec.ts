import { newDelegationId } from '@trivium/identity';
import { decodeJwt } from 'jose';
import { agentKey, cluster, outcomeOf, TokenBench, tokenEndpoint } from '../../testing/token-bench.js';
import { DpopClient } from '../../testing/dpop-client.js';
import { DpopProofs } from '../dpop/dpop-proofs.js';
import { actedFor } from './derive-token.js';

let bench: TokenBench;
beforeEach(() => (bench = new TokenBench()));
const isActive = async (token: string) => (await bench.introspect.execute(token)).outcome === 'active';
const byToken = (token: string) => ({ kind: 'access_token' as const, token });
const byIdentity = (token: string) => ({ kind: 'identity' as const, token });
const exchange = (subjectToken: string, actor: ReturnType<typeof byToken | typeof byIdentity>, more = {}) =>
  bench.derive.execute({ subjectToken, actor, client: {}, wanted: {}, ...more });

describe('a token in the hands of an actor', () => {
  it('is about the subject, names the actor and depends on both', async () => {
    const [person, workload] = [await bench.personToken(), await bench.clientToken()];
    const { access_token: token } = await exchange(person, byToken(workload), {
      wanted: { scope: ['read'] },
    });
    expect(decodeJwt(token)).toMatchObject({
      sub: bench.person.id,
      client_id: bench.nhi.id,
      act: { sub: bench.nhi.id },
      scope: 'read',
      trv_chain: [`${bench.person.id}:1`, `${bench.nhi.id}:1`, `${bench.credential.id}:1`],
      trv_tokens: [decodeJwt(person).jti, decodeJwt(workload).jti],
    });
    expect(await isActive(token)).toBe(true);
  });

  it.each(['person', 'nhi', 'credential'] as const)('is dead once the %s is contained', async (link) => {
    const [person, workload] = [await bench.personToken(), await bench.clientToken()];
    const { access_token: token } = await exchange(person, byToken(workload));
    bench.chains.deny(bench[link]);
    expect(await isActive(token)).toBe(false);
    expect(await outcomeOf(exchange(person, byToken(workload)))).toBe('invalid_request');
  });

  it.each(['subject', 'actor'] as const)(
    'is dead once the %s token is revoked, and lives no longer',
    async (which) => {
      const [subject, actor] = [await bench.personToken(), await bench.clientToken()];
      const { access_token: token } = await exchange(subject, byToken(actor));
      const ends = [subject, actor].map((one) => decodeJwt(one).exp ?? 0);
      expect(decodeJwt(token).exp).toBeLessThanOrEqual(Math.min(...ends));
      const client = which === 'actor' ? { assertion: await bench.nhiAssertion() } : {};
      await bench.revoke.execute({ token: which === 'actor' ? actor : subject, client });
      expect(await isActive(token)).toBe(false);
    },
  );

  it('nests those who acted before, newest outside', async () => {
    const task = await bench.taskToken();
    const { access_token: token } = await exchange(task, byToken(await bench.clientToken()));
    expect(decodeJwt(token).act).toEqual({ sub: bench.nhi.id, act: { sub: bench.agent.id } });
  });

  it('is given for the workload identity of the actor, signed by itself or by an issuer it trusts', async () => {
    const person = await bench.personToken();
    await bench.register();
    const assertion = await bench.nhiAssertion();
    expect(await outcomeOf(exchange(person, byIdentity(assertion)))).toBe('granted');
    expect(await outcomeOf(exchange(person, byIdentity(assertion)))).toBe('invalid_client');
    const claims = { iss: cluster, sub: 'system:serviceaccount:shop:billing' };
    bench.advance(1);
    await bench.register({ federated: { issuer: cluster, claims: { sub: claims.sub } } });
    expect(await outcomeOf(exchange(person, byIdentity(await bench.foreign(cluster, claims))))).toBe(
      'granted',
    );
  });

  it('can be revoked by the actor, not by who held the subject token', async () => {
    const { access_token: token } = await exchange(
      await bench.personToken(),
      byToken(await bench.clientToken()),
    );
    expect(await outcomeOf(bench.revoke.execute({ token, client: {} }))).toBe('invalid_client');
    await bench.revoke.execute({ token, client: { assertion: await bench.nhiAssertion() } });
    expect(await isActive(token)).toBe(false);
  });
});

describe('a client that exchanges the token of somebody else', () => {
  const asClient = async (subjectToken: string, client: object) =>
    bench.derive.execute({ subjectToken, client, wanted: {} });

  it('is the one who acts', async () => {
    await bench.register();
    const client = { assertion: await bench.nhiAssertion(), clientId: bench.nhi.id };
    const { access_token: token } = await asClient(await bench.personToken(), client);
    expect(decodeJwt(token)).toMatchObject({
      sub: bench.person.id,
      client_id: bench.nhi.id,
      act: { sub: bench.nhi.id },
    });
    bench.chains.deny(bench.credential);
    expect(await isActive(token)).toBe(false);
  });

  it('acts for nobody when it exchanges its own', async () => {
    const claims = { iss: cluster, sub: 'system:serviceaccount:shop:billing' };
    await bench.register({ federated: { issuer: cluster, claims: { sub: claims.sub } } });
    const client = { assertion: await bench.foreign(cluster, claims) };
    const own = (await bench.clientCredentials.execute({ client, wanted: {} })).access_token;
    expect(decodeJwt((await asClient(own, client)).access_token).act).toBeUndefined();
  });

  it('is refused when nobody knows it', async () => {
    const client = { assertion: await bench.clientAssertion() };
    expect(await outcomeOf(asClient(await bench.personToken(), client))).toBe('invalid_client');
    expect(await outcomeOf(asClient(await bench.personToken(), { assertion: 'x' }))).toBe('invalid_client');
  });
});

describe('an actor is refused', () => {
  it.each([
    { name: 'whose token is garbage', actor: () => Promise.resolve(byToken('x')) },
    { name: 'who sends an assertion as a token', actor: async () => byToken(await bench.ofPerson()) },
    { name: 'who sends a token as its identity', actor: async () => byIdentity(await bench.personToken()) },
    { name: 'whom nobody registered', actor: async () => byIdentity(await bench.clientAssertion()) },
    {
      name: 'who signs with the key of another',
      actor: async () => {
        await bench.register();
        return byIdentity(await bench.nhiAssertion({}, { by: agentKey }));
      },
    },
  ])('$name', async ({ actor }) => {
    expect(await outcomeOf(exchange(await bench.personToken(), await actor()))).toBe('invalid_request');
  });

  it('whose bound token comes without a proof of its key', async () => {
    await bench.register();
    const key = await DpopClient.create();
    const prove = async () => {
      const text = await key.proof(bench.time, tokenEndpoint);
      return new DpopProofs(bench.clock).verify(text, { method: 'POST', url: tokenEndpoint });
    };
    const client = { assertion: await bench.nhiAssertion() };
    const proof = await prove();
    const { access_token: actor } = await bench.clientCredentials.execute({ client, wanted: {}, proof });
    const person = await bench.personToken();
    expect(await outcomeOf(exchange(person, byToken(actor)))).toBe('invalid_dpop_proof');
    expect(await outcomeOf(exchange(person, byToken(actor), { proof: await prove() }))).toBe('granted');
  });

  it('when subject and actor together depend on too much', () => {
    const links = (count: number) =>
      Array.from({ length: count }, () => ({ id: newDelegationId(), generation: 1 }));
    const common = { scope: [], details: [], audience: [], notAfter: 1, clientId: 'a', clientKeys: [] };
    const join = (subject: number, actor: number) =>
      actedFor(
        { ...common, subject: 's', chain: links(subject) },
        { ...common, id: 'a', chain: links(actor) },
      );
    expect(join(8, 8).chain).toHaveLength(16);
    expect(() => join(9, 8)).toThrow('more than 16 links');
  });
});
