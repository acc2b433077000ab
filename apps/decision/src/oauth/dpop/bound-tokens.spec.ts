import { decodeJwt } from 'jose';
import { DpopClient } from '../../testing/dpop-client.js';
import { nhiKey, outcomeOf, TokenBench, tokenEndpoint } from '../../testing/token-bench.js';
import { DpopProofs } from './dpop-proofs.js';
import type { DpopProof } from './dpop-proof.js';

const [client, other] = [await DpopClient.create(), await DpopClient.create()];
let bench: TokenBench;
beforeEach(() => (bench = new TokenBench()));

const prove = async (by = client): Promise<DpopProof> => {
  const proof = await by.proof(bench.time, tokenEndpoint);
  return new DpopProofs(bench.clock).verify(proof, { method: 'POST', url: tokenEndpoint });
};
const derive = (subjectToken: string, proof?: DpopProof) =>
  bench.derive.execute({ subjectToken, client: {}, wanted: {}, proof });
const bound = async () =>
  bench.grant.execute({ assertion: await bench.ofPerson(), wanted: {}, proof: await prove() });

describe('a bound token', () => {
  it('names the key, says so, and introspects so', async () => {
    const { access_token, token_type } = await bound();
    expect(token_type).toBe('DPoP');
    expect(decodeJwt(access_token)).toMatchObject({ cnf: { jkt: client.jkt } });
    const { body } = await bench.introspect.execute(access_token);
    expect(JSON.parse(body)).toMatchObject({ active: true, token_type: 'DPoP', cnf: { jkt: client.jkt } });
  });

  it('is exchanged with a proof of its key only, and what comes out is bound to it too', async () => {
    const { access_token } = await bound();
    expect(await outcomeOf(derive(access_token))).toBe('invalid_dpop_proof');
    expect(await outcomeOf(derive(access_token, await prove(other)))).toBe('invalid_dpop_proof');
    const child = await derive(access_token, await prove());
    expect([child.token_type, decodeJwt(child.access_token).cnf]).toEqual(['DPoP', { jkt: client.jkt }]);
    expect(await outcomeOf(derive(child.access_token))).toBe('invalid_dpop_proof');
  });

  it('can be made of one that is not, never the other way', async () => {
    const child = await derive(await bench.personToken(), await prove());
    expect(child.token_type).toBe('DPoP');
    expect(await outcomeOf(derive(child.access_token))).toBe('invalid_dpop_proof');
  });

  it('is given to a task too', async () => {
    const [subjectToken, assertion] = [await bench.delegated(), await bench.clientAssertion()];
    const request = { subjectToken, client: { assertion }, wanted: {}, proof: await prove() };
    expect(await bench.startTask.execute(request)).toMatchObject({ token_type: 'DPoP' });
  });
});

describe('a proof', () => {
  it('is good for one token', async () => {
    const proof = await prove();
    const parent = await bench.personToken();
    expect(await outcomeOf(derive(parent, proof))).toBe('granted');
    expect(await outcomeOf(derive(parent, proof))).toBe('invalid_dpop_proof');
    expect(bench.store.issued).toHaveLength(2);
  });

  it('may be used again after a failure of ours', async () => {
    const [proof, parent] = [await prove(), await bench.personToken()];
    bench.store.beforeCommit = () => {
      throw new Error('the database does not answer');
    };
    await expect(derive(parent, proof)).rejects.toThrow('does not answer');
    bench.store.beforeCommit = () => {};
    expect(await outcomeOf(derive(parent, proof))).toBe('granted');
  });
});

it('a client that is registered for bound tokens gets no other', async () => {
  await bench.register({ jwks: { keys: [nhiKey.publicJwk] }, dpop_bound_access_tokens: true });
  const ask = async (proof?: DpopProof) =>
    bench.clientCredentials.execute({ client: { assertion: await bench.nhiAssertion() }, wanted: {}, proof });
  expect(await outcomeOf(ask())).toBe('invalid_request');
  expect(await ask(await prove())).toMatchObject({ token_type: 'DPoP' });
});
