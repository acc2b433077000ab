import { SigningKey } from '@trivium/credentials';
import { FakeClock } from '@trivium/testing';
import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify } from 'jose';
import { SignIntrospection, wantsSigned } from './sign-introspection.js';

const signer = await SigningKey.generate('ES256');
const clock = new FakeClock('2031-03-01T12:00:00Z');
const sign = new SignIntrospection({ signer }, 'https://trivium.example', clock);

it('an answer is signed for the caller who asked, and is no access token', async () => {
  const jwt = await sign.execute('{"active":true,"sub":"a"}', 'tools');
  const { payload } = await jwtVerify(jwt, await importJWK(signer.publicJwk, 'ES256'), { audience: 'tools' });
  expect(payload).toEqual({
    iss: 'https://trivium.example',
    aud: 'tools',
    iat: clock.now().getTime() / 1000,
    token_introspection: { active: true, sub: 'a' },
  });
  expect(decodeProtectedHeader(jwt)).toEqual({
    alg: 'ES256',
    kid: signer.kid,
    typ: 'token-introspection+jwt',
  });
});

it('what is inactive is said without a detail', async () => {
  const { token_introspection: said } = decodeJwt(await sign.execute('{"active":false}', 'tools'));
  expect(said).toEqual({ active: false });
});

it.each([
  { name: 'nothing', accept: undefined, want: false },
  { name: 'JSON', accept: 'application/json', want: false },
  { name: 'anything', accept: '*/*', want: false },
  { name: 'a signed answer', accept: 'application/token-introspection+jwt', want: true },
  { name: 'either', accept: 'application/json;q=0.5, Application/Token-Introspection+JWT', want: true },
])('a caller who accepts $name gets it signed: $want', ({ accept, want }) =>
  expect(wantsSigned(accept)).toBe(want),
);
