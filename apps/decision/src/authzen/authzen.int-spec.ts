import { createRemoteJWKSet, jwtVerify } from 'jose';
import {
  issuer,
  startDecision,
  type Json,
  type RunningDecision,
} from '../testing/running-decision.contract.js';

let decision: RunningDecision;
beforeAll(async () => (decision = await startDecision({ consume: false })));
afterAll(() => decision.stop());

const configuration = (method = 'GET') =>
  fetch(`${decision.url}/.well-known/authzen-configuration`, { method, headers: { 'x-request-id': 'r-1' } });
const nobody = {
  subject: { type: 'user', id: 'x' },
  action: { name: 'read' },
  resource: { type: 'a', id: '1' },
};

describe('a decision point', () => {
  it('says where it is asked, signed with a key that it publishes, and answers there', async () => {
    const answer = await configuration();
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('x-request-id')]).toEqual([
      200,
      'application/json; charset=utf-8',
      'r-1',
    ]);
    const { signed_metadata: signed, ...plain } = (await answer.json()) as Record<string, string>;
    const keys = createRemoteJWKSet(new URL(`${decision.url}/.well-known/jwks.json`));
    expect((await jwtVerify(signed ?? '', keys, { issuer })).payload).toMatchObject(plain);
    expect(plain.policy_decision_point).toBe(issuer);
    expect(plain.jwks_uri).toBe(`${issuer}/.well-known/jwks.json`);
    expect(plain.capabilities).toEqual(['urn:openid:authzen:capability:access-request']);
    for (const [name, address] of Object.entries(plain).filter(([name]) =>
      /evaluations?_|search_/.test(name),
    )) {
      const { status, body } = await decision.post(address.replace(issuer, ''), nobody, decision.caller);
      expect([name, status, Object.keys(body).length > 0]).toEqual([name, 200, true]);
    }
  });

  it('says so to GET and HEAD only', async () => {
    expect((await configuration('HEAD')).status).toBe(200);
    const other = await configuration('POST');
    expect([other.status, other.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it('answers many questions at once', async () => {
    const body: Json = { ...nobody, evaluations: [{}, { resource: 1 }] };
    const answer = await decision.post('/access/v1/evaluations', body, decision.caller);
    expect(answer.body).toMatchObject({
      evaluations: [
        { decision: false, context: { reason: 'no_grant' } },
        { decision: false, context: { error: { status: 400 } } },
      ],
    });
  });
});
