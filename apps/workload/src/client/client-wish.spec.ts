import { clientWish } from './client-wish.js';

const jwks = { keys: [{ kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }] };
const jwksUri = 'https://workload.example/keys';
const federated = { issuer: 'https://issuer.example', claims: { sub: 'billing' } };

it.each([
  { name: 'by its keys', wish: { jwks } },
  { name: 'by the address of its keys', wish: { jwksUri } },
  { name: 'by an issuer', wish: { federated } },
])('a workload proves itself $name', ({ wish }) => expect(clientWish.parse(wish)).toMatchObject(wish));

it.each([
  { name: 'in no way', wish: {} },
  { name: 'by keys and their address', wish: { jwks, jwksUri } },
  { name: 'by keys and an issuer', wish: { jwks, federated } },
  { name: 'by a file', wish: { jwksUri: 'file:///etc/keys' } },
  { name: 'by a shared secret', wish: { jwks: { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } } },
  { name: 'by a private key', wish: { jwks: { keys: [{ ...jwks.keys[0], d: 'c2VjcmV0' }] } } },
])('a workload that would prove itself $name is refused', ({ wish }) =>
  expect(clientWish.safeParse(wish).success).toBe(false),
);
