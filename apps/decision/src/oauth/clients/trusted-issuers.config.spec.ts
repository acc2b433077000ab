import { parseTrustedIssuers } from './trusted-issuers.config.js';

it('issuers and trust domains are read with what their tokens must be', () => {
  const text = `
issuers:
  - issuer: https://token.actions.example
    audiences: [https://trivium.example]
    algorithms: [RS256]
    maxAgeSeconds: 300
  - issuer: https://cluster.example
    jwksUri: https://10.0.0.1:6443/openid/v1/jwks
trustDomains:
  - trustDomain: prod.example
    bundleUrl: https://spire.example/bundle
`;
  expect(parseTrustedIssuers(text)).toMatchObject([
    {
      id: 'https://token.actions.example',
      kind: 'oidc',
      audiences: ['https://trivium.example'],
      algorithms: ['RS256'],
      maxAgeSeconds: 300,
    },
    {
      id: 'https://cluster.example',
      kind: 'oidc',
      keysUrl: 'https://10.0.0.1:6443/openid/v1/jwks',
      maxAgeSeconds: 3_600,
    },
    { id: 'spiffe://prod.example', kind: 'spiffe', keysUrl: 'https://spire.example/bundle' },
  ]);
  expect(parseTrustedIssuers('')).toEqual([]);
});

it.each([
  { name: 'plain http', text: 'issuers: [{ issuer: "http://issuer.example" }]', want: 'issuers.0.issuer' },
  {
    name: 'a shared secret',
    text: 'issuers: [{ issuer: "https://a.example", algorithms: [HS256] }]',
    want: 'algorithms',
  },
  {
    name: 'no algorithm',
    text: 'issuers: [{ issuer: "https://a.example", algorithms: [none] }]',
    want: 'algorithms',
  },
  {
    name: 'tokens of any age',
    text: 'issuers: [{ issuer: "https://a.example", maxAgeSeconds: 0 }]',
    want: 'maxAgeSeconds',
  },
  {
    name: 'an unknown field',
    text: 'issuers: [{ issuer: "https://a.example", color: blue }]',
    want: 'color',
  },
  {
    name: 'a trust domain with its scheme',
    text: 'trustDomains: [{ trustDomain: "spiffe://a", bundleUrl: "https://a" }]',
    want: 'trustDomain',
  },
  {
    name: 'the same issuer twice',
    text: 'issuers: [{ issuer: "https://a.example" }, { issuer: "https://a.example" }]',
    want: 'twice',
  },
])('$name is refused by name', ({ text, want }) => {
  expect(() => parseTrustedIssuers(text)).toThrow(want);
});
