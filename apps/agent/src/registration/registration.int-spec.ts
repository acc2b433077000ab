import { exportJWK, generateKeyPair, generateSecret } from 'jose';
import { somebody, startAgentRoad } from '../testing/running-agent.contract.js';

const running = await startAgentRoad();
afterAll(() => running.stop());

const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });
const [own, secretPart] = [await exportJWK(publicKey), await exportJWK(privateKey)];
const shared = await exportJWK(await generateSecret('HS256', { extractable: true }));
const rsa = await exportJWK((await generateKeyPair('RS256')).publicKey);

const wish = (over: object = {}) => ({
  ...{ name: 'clerk', classification: 'chatbot', ownerId: somebody(), jwks: { keys: [own] } },
  ...over,
});
const register = (over: object, as: readonly ('admin' | 'auditor')[] = ['admin']) =>
  running.call('POST', '/agents', { as, body: wish(over) });

describe('an agent', () => {
  it('is known by its public keys, and its registration is on the record', async () => {
    const { status, body } = await register({});
    expect([status, body.jwks]).toEqual([201, { keys: [own] }]);
    const types = (await running.said(String(body.agentId))).map(({ type }) => type);
    expect(types).toEqual(['agent.agent.registered.v1', 'audit.entry.recorded.v1']);
    expect(await running.call('GET', `/agents/${String(body.agentId)}`, { as: ['security'] })).toMatchObject({
      status: 200,
    });
  });

  it.each([
    { name: 'a shared secret', over: { jwks: { keys: [shared] } }, pointer: '/jwks/keys/0' },
    {
      name: 'the private part of its key',
      over: { jwks: { keys: [own, secretPart] } },
      pointer: '/jwks/keys/1',
    },
    { name: 'a key of another kind', over: { jwks: { keys: [rsa] } }, pointer: '/jwks/keys/0' },
    {
      name: 'a key without its point',
      over: { jwks: { keys: [{ kty: 'OKP', crv: 'Ed25519' }] } },
      pointer: '/jwks/keys/0',
    },
    {
      name: 'a key that was cut',
      over: { jwks: { keys: [{ ...own, x: 'AAAA' }] } },
      pointer: '/jwks/keys/0',
    },
    {
      name: 'a point on no curve',
      over: { jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: own.x, y: own.x }] } },
      pointer: '/jwks/keys/0',
    },
    { name: 'no key', over: { jwks: { keys: [] } }, pointer: '/jwks/keys' },
    { name: 'a team as owner', over: { ownerId: 'team' }, pointer: '/ownerId' },
    {
      name: 'a class that is not in the model',
      over: { classification: 'robot' },
      pointer: '/classification',
    },
    { name: 'an unknown field', over: { role: 'admin' }, pointer: '/role' },
  ])('with $name is a problem that says where', async ({ over, pointer }) => {
    const answer = await register(over);
    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' });
    expect(answer.body.errors).toContainEqual(expect.objectContaining({ pointer }));
    expect(JSON.stringify(answer.body)).not.toContain(secretPart.d);
  });

  it('is not registered by an auditor', async () =>
    expect(await register({}, ['auditor'])).toMatchObject({ status: 403 }));
});
