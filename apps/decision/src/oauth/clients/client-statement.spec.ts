import {
  formatLink,
  newAgentId,
  newCredentialId,
  newDelegationId,
  newNhiId,
  personIdFor,
} from '@trivium/identity';
import { UnusableAssertion } from '../road-assertion.js';
import { readStatement } from './client-statement.js';

const [nhi, credential, agent] = [newNhiId(), newCredentialId(), newAgentId()];
const links = (...ids: string[]) => ids.map((id) => formatLink({ id, generation: 2 }));
const key = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
const client = { jwks: { keys: [key] }, expires_at: 1_950_000_000 };
const ofNhi = { sub: nhi, iat: 1_900_000_000, trv_chain: links(nhi, credential), client };
const ofAgent = { ...ofNhi, sub: agent, trv_chain: links(agent) };
const jwks_uri = 'https://workload.example/keys';
const federated = { issuer: 'https://issuer.example', claims: { sub: 'a' } };

it('a statement says which identity is a client, by which keys and until when', async () => {
  expect(await readStatement('workload', { ...ofNhi, scope: 'a b' })).toMatchObject({
    clientId: nhi,
    chain: [
      { id: nhi, generation: 2 },
      { id: credential, generation: 2 },
    ],
    keys: [{ ...key, kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k' }],
    scope: ['a', 'b'],
    dpopBound: false,
    expiresAt: new Date(1_950_000_000_000),
  });
  expect(await readStatement('agent', ofAgent)).toMatchObject({ clientId: agent });
  const trusting = { ...ofNhi, client: { federated, expires_at: 1 } };
  expect(await readStatement('workload', trusting)).toMatchObject({ keys: [], federated });
  const publishing = { ...ofNhi, client: { jwks_uri, expires_at: 1 } };
  expect(await readStatement('workload', publishing)).toMatchObject({ keys: [], keysUrl: jwks_uri });
});

it.each([
  { name: 'an NHI without a credential', road: 'workload', claims: { ...ofNhi, trv_chain: links(nhi) } },
  {
    name: 'a credential alone',
    road: 'workload',
    claims: { ...ofNhi, sub: credential, trv_chain: links(credential) },
  },
  {
    name: 'an agent under a person',
    road: 'agent',
    claims: { ...ofAgent, trv_chain: links(personIdFor('hr', '1'), agent) },
  },
  { name: 'a delegation', road: 'agent', claims: { ...ofAgent, trv_chain: links(agent, newDelegationId()) } },
  { name: 'an identity of another road', road: 'agent', claims: ofNhi },
  {
    name: 'a person',
    road: 'workforce',
    claims: { ...ofNhi, sub: personIdFor('hr', '1'), trv_chain: links(personIdFor('hr', '1')) },
  },
  { name: 'another subject than its chain', road: 'workload', claims: { ...ofNhi, sub: newNhiId() } },
  { name: 'no keys', road: 'workload', claims: { ...ofNhi, client: { expires_at: 1 } } },
  {
    name: 'an empty key set',
    road: 'workload',
    claims: { ...ofNhi, client: { ...client, jwks: { keys: [] } } },
  },
  {
    name: 'a shared secret',
    road: 'workload',
    claims: { ...ofNhi, client: { ...client, jwks: { keys: [{ kty: 'oct', k: 'a' }] } } },
  },
  {
    name: 'keys and their address',
    road: 'workload',
    claims: { ...ofNhi, client: { ...client, jwks_uri } },
  },
  {
    name: 'keys that travel in the clear',
    road: 'workload',
    claims: { ...ofNhi, client: { jwks_uri: 'http://workload.example/keys', expires_at: 1 } },
  },
  { name: 'keys and an issuer', road: 'workload', claims: { ...ofNhi, client: { ...client, federated } } },
  {
    name: 'an issuer without conditions',
    road: 'workload',
    claims: { ...ofNhi, client: { federated: { ...federated, claims: {} }, expires_at: 1 } },
  },
  { name: 'no end', road: 'workload', claims: { ...ofNhi, client: { jwks: client.jwks } } },
  {
    name: 'a token as a link',
    road: 'workload',
    claims: { ...ofNhi, trv_chain: [...links(nhi), 'tok_00000000-0000-7000-8000-000000000000:1'] },
  },
  { name: 'nothing', road: 'workload', claims: null },
] as const)('a statement about $name is unusable', async ({ road, claims }) => {
  await expect(readStatement(road, claims)).rejects.toThrow(UnusableAssertion);
});

it('a private key in a statement is not kept', async () => {
  const { keys } = await readStatement('workload', {
    ...ofNhi,
    client: { ...client, jwks: { keys: [{ ...key, d: 'secret' }] } },
  });
  expect(JSON.stringify(keys)).not.toContain('secret');
});
