import {
  issuer,
  startDecision,
  type Json,
  type RunningDecision,
} from '../../testing/running-decision.contract.js';

let decision: RunningDecision;
beforeAll(async () => (decision = await startDecision({ consume: false })));
afterAll(() => decision.stop());

const metadata = async () =>
  (await (await fetch(`${decision.url}/.well-known/oauth-authorization-server`)).json()) as Json;
const here = (address: unknown) => String(address).replace(issuer, decision.url);

it('every endpoint that is named answers in the words of its own standard', async () => {
  const named = Object.entries(await metadata()).filter(([name]) => name.endsWith('_endpoint'));
  expect(named.map(([name]) => name).toSorted()).toEqual([
    'introspection_endpoint',
    'registration_endpoint',
    'revocation_endpoint',
    'token_endpoint',
  ]);
  for (const [, address] of named) {
    const answer = await fetch(here(address), { method: 'POST', body: new URLSearchParams() });
    expect([400, 401]).toContain(answer.status);
    expect(Object.keys((await answer.json()) as Json)).toContain('error');
  }
});

it('whoever may prove itself by a signature is told with which algorithms (RFC 8414 section 2)', async () => {
  const described = await metadata();
  for (const endpoint of ['token', 'introspection', 'revocation']) {
    expect(described[`${endpoint}_endpoint_auth_methods_supported`]).toContain('private_key_jwt');
    expect(described[`${endpoint}_endpoint_auth_signing_alg_values_supported`]).toContain('ES256');
  }
});

it('every grant type that is named is known, and every key that is published can verify', async () => {
  const { grant_types_supported, jwks_uri } = await metadata();
  for (const grant_type of grant_types_supported as string[]) {
    const { body } = await decision.token({ grant_type });
    expect(body.error).not.toBe('unsupported_grant_type');
  }
  const { keys } = (await (await fetch(here(jwks_uri))).json()) as { keys: Json[] };
  expect(keys).toEqual([expect.objectContaining({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig' })]);
});

it('a signed answer is given to whoever asks for one', async () => {
  const token = await decision.tokenFor('workload', [
    { id: 'nhi_00000000-0000-7000-8000-000000000001', generation: 1 },
  ]);
  const answer = await fetch(`${decision.url}/oauth/introspect`, {
    method: 'POST',
    headers: { ...decision.caller, accept: 'application/token-introspection+jwt' },
    body: new URLSearchParams({ token }),
  });
  expect(answer.headers.get('content-type')).toBe('application/token-introspection+jwt');
  expect((await answer.text()).split('.')).toHaveLength(3);
});
