import { newNhiId } from '@trivium/identity';
import { until } from '@trivium/testing';
import { decodeProtectedHeader } from 'jose';
import { startDecision, type Json, type RunningDecision } from '../../testing/running-decision.contract.js';
import { grantTypes, tokenTypes } from '../token/token-request.js';

let decision: RunningDecision;
let ines: Record<string, string>;
beforeAll(async () => {
  decision = await startDecision({ consume: false });
  ines = await decision.calledBy('user:ines', 'admin');
});
afterAll(() => decision.stop());

const reason = 'a laptop was stolen';
const issued = () => decision.tokenFor('workload', [{ id: newNhiId(), generation: 1 }]);
const kidOf = (token: string) => String(decodeProtectedHeader(token).kid);
const isActive = async (token: string) => (await decision.introspect(token)).active;
const withdraw = (kid: string, by = ines, body: Json = { reason }) =>
  decision.post(`/keys/${kid}/withdrawal`, body, by);
const get = async (path: string, headers = ines) => {
  const answer = await fetch(`${decision.url}${path}`, { headers });
  return { status: answer.status, body: (await answer.json()) as { keys: Json[] } };
};
const exchange = (subject_token: string) =>
  decision.token({
    grant_type: grantTypes.tokenExchange,
    subject_token,
    subject_token_type: tokenTypes.accessToken,
  });

it('a leaked key is withdrawn: what it signed is dead everywhere, also after a flush, and another signs', async () => {
  const token = await issued();
  const child = String((await exchange(token)).body.access_token);
  const leaked = kidOf(token);
  const { status, body } = await withdraw(leaked);
  expect({ status, body }).toMatchObject({
    status: 200,
    body: {
      keys: expect.arrayContaining([
        expect.objectContaining({ state: 'signing' }),
        expect.objectContaining({ kid: leaked, state: 'withdrawn' }),
      ]),
    },
  });
  for (const dead of [token, child]) expect(await isActive(dead)).toBe(false);
  const refused = await exchange(token);
  expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  const fresh = await issued();
  expect(kidOf(fresh)).not.toBe(leaked);
  expect(await isActive(fresh)).toBe(true);
  expect((await get('/.well-known/jwks.json')).body.keys.map(({ kid }) => kid)).toEqual([kidOf(fresh)]);
  await decision.markers.flushall();
  await decision.complete();
  await until(async () => (await isActive(fresh)) === true);
  expect(await isActive(token)).toBe(false);
});

it('a key is rotated: the next one is published, and tokens of the one that signs stay good', async () => {
  const token = await issued();
  const answer = await decision.post('/keys/rotation', { reason }, ines);
  expect(answer.status).toBe(200);
  const keys = answer.body.keys as Json[];
  const [next, signing] = ['next', 'signing'].map((wanted) => keys.find(({ state }) => state === wanted));
  expect([typeof next?.kid, signing?.kid]).toEqual(['string', kidOf(token)]);
  expect((await get('/.well-known/jwks.json')).body.keys.map(({ kid }) => kid)).toContain(next?.kid);
  expect(await isActive(token)).toBe(true);
});

it('an auditor looks and changes nothing, and others do not even look', async () => {
  const [auditor, owner] = [await decision.calledBy('a', 'auditor'), await decision.calledBy('o', 'owner')];
  const { status, body } = await get('/keys', auditor);
  expect([status, Object.keys(body.keys[0] ?? {})]).toEqual([200, ['kid', 'state', 'signsFrom']]);
  expect(JSON.stringify(body)).not.toContain('sealed');
  const kid = String(body.keys[0]?.kid);
  expect((await withdraw(kid, auditor)).status).toBe(403);
  expect((await decision.post('/keys/rotation', { reason }, auditor)).status).toBe(403);
  expect((await get('/keys', owner)).status).toBe(403);
  expect((await get('/keys', {})).status).toBe(401);
});

it.each([
  { name: 'without a reason', kid: 'x'.repeat(43), body: {}, want: 400 },
  { name: 'of a name that is none', kid: 'x', body: { reason }, want: 400 },
  { name: 'of a key that nobody knows', kid: 'x'.repeat(43), body: { reason }, want: 404 },
])('a withdrawal $name is refused', async ({ kid, body, want }) => {
  expect((await withdraw(kid, ines, body)).status).toBe(want);
});
