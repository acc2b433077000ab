import { newCredentialId, newNhiId } from '@trivium/identity';
import { agentKey, cluster, outcomeOf, TokenBench } from '../../testing/token-bench.js';
import { IntrospectingClients } from './introspecting-clients.js';

let bench: TokenBench;
let clients: IntrospectingClients;
beforeEach(async () => {
  bench = new TokenBench();
  await bench.register();
  clients = new IntrospectingClients(bench.knownClients, bench.store, bench.issueToken);
});
const signed = async (over: object = {}, how = {}) => ({ assertion: await bench.nhiAssertion(over, how) });

it('a client that is registered with a key is who it proves to be, once for each assertion', async () => {
  const client = await signed();
  expect(await clients.authenticate(client)).toBe(bench.nhi.id);
  expect(await outcomeOf(clients.authenticate(client))).toBe('invalid_client');
  expect(await outcomeOf(bench.clientCredentials.execute({ client, wanted: {} }))).toBe('invalid_client');
});

it('so is one that another issuer vouches for, as often as it asks', async () => {
  const sub = 'system:serviceaccount:shop:billing';
  [bench.nhi.id, bench.credential.id] = [newNhiId(), newCredentialId()];
  await bench.register({ federated: { issuer: cluster, claims: { sub } } });
  const client = { assertion: await bench.foreign(cluster, { iss: cluster, sub }) };
  for (let time = 0; time < 2; time += 1) expect(await clients.authenticate(client)).toBe(bench.nhi.id);
});

it.each(['nhi', 'credential'] as const)('a client is nobody once its %s is contained', async (link) => {
  bench.chains.deny(bench[link]);
  expect(await outcomeOf(clients.authenticate(await signed()))).toBe('invalid_client');
});

it('nobody is known while the markers cannot be read', async () => {
  bench.chains.fault = 'unreachable';
  expect(await outcomeOf(clients.authenticate(await signed()))).toBe('temporarily_unavailable');
});

it.each([
  { name: 'of another key', how: { by: agentKey } },
  { name: 'for another server', over: { aud: 'https://other.example' } },
  { name: 'of a client that nobody registered', over: { iss: newNhiId(), sub: newNhiId() } },
  { name: 'that has expired', how: { expiresIn: -11 } },
])('an assertion $name is refused', async ({ over = {}, how = {} }) => {
  expect(await outcomeOf(clients.authenticate(await signed(over, how)))).toBe('invalid_client');
});
