import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchIssuerKeys } from './issuer-keys.http.js';

const key = { kty: 'EC', crv: 'P-256', x: 'a', y: 'b', kid: 'k1' };
let answer: RequestListener;
const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  answer(request, response);
});
let url: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => asked.splice(0));

/** Documents by path. */
const serve = (documents: () => Record<string, unknown>): RequestListener => {
  return (request, response) => {
    const document = documents()[request.url ?? ''];
    response.statusCode = document === undefined ? 404 : 200;
    response.end(JSON.stringify(document ?? {}));
  };
};
const configuration = '/.well-known/openid-configuration';
const oidc = (over: object = {}) => fetchIssuerKeys({ id: url, kind: 'oidc', ...over });

it('keys are discovered, and only those that sign with a key pair are taken', async () => {
  const encryption = { ...key, kid: 'k2', use: 'enc' };
  const secret = { kty: 'oct', k: 'c2VjcmV0', kid: 'k3' };
  answer = serve(() => ({
    [configuration]: { issuer: url, jwks_uri: `${url}/keys` },
    '/keys': { keys: [{ ...key, use: 'sig' }, encryption, secret] },
  }));
  expect(await oidc()).toEqual([key]);
  expect(asked).toEqual([configuration, '/keys']);
});

it('keys of a SPIFFE bundle are those of JWT-SVIDs', async () => {
  answer = serve(() => ({
    '/bundle': {
      keys: [
        { ...key, use: 'jwt-svid' },
        { ...key, kid: 'x', use: 'x509-svid' },
      ],
    },
  }));
  const bundle = {
    id: 'spiffe://prod.example',
    kind: 'spiffe' as const,
    keysUrl: `${url}/bundle`,
  };
  expect(await fetchIssuerKeys(bundle)).toEqual([key]);
});

it.each([
  {
    name: 'a document about another issuer',
    documents: () => ({ [configuration]: { issuer: 'https://other.example', jwks_uri: `${url}/keys` } }),
  },
  {
    name: 'keys on another host',
    documents: () => ({ [configuration]: { issuer: url, jwks_uri: 'http://127.0.0.2:1/keys' } }),
  },
  { name: 'no such document', documents: () => ({}) },
  { name: 'a document of another shape', documents: () => ({ [configuration]: [] }) },
  {
    name: 'keys of another shape',
    documents: () => ({ [configuration]: { issuer: url, jwks_uri: `${url}/keys` }, '/keys': { keys: 1 } }),
  },
])('$name is refused', async ({ documents }) => {
  answer = serve(documents);
  await expect(oidc()).rejects.toMatchObject({ code: 'ERR_PUBLISHER_UNUSABLE' });
});

it('an endless document is not read to its end', async () => {
  let sent = 0;
  answer = (_, response) => {
    const write = () => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384, 'x'))) sent += 16_384;
    };
    response.on('drain', write).on('close', () => response.destroy());
    write();
  };
  await expect(oidc()).rejects.toMatchObject({ code: 'ERR_PUBLISHER_UNUSABLE' });
  expect(sent).toBeLessThan(16 * 1024 * 1024);
});

it('a redirection is not followed', async () => {
  answer = (_, response) => response.writeHead(302, { location: `${url}/elsewhere` }).end();
  await expect(oidc()).rejects.toThrow();
  expect(asked).toEqual([configuration]);
});
