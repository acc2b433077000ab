import { OAuthError } from '../oauth.errors.js';
import { readIntrospection } from './introspection-request.js';

describe('the token of a form', () => {
  it.each([
    { name: 'alone', body: 'token=a.b-c_d', want: 'a.b-c_d' },
    { name: 'with a hint', body: 'token_type_hint=access_token&token=a.b.c', want: 'a.b.c' },
    { name: 'with characters that are encoded', body: 'token=a%2Bb%20c', want: 'a+b c' },
    { name: 'sent twice', body: 'token=a&token=b', want: undefined },
    { name: 'empty', body: 'token=', want: undefined },
    { name: 'under another name', body: 'tokens=a', want: undefined },
    { name: 'in an empty body', body: '', want: undefined },
    { name: 'in no form', body: { token: 'a' }, want: undefined },
    { name: 'in no body', body: undefined, want: undefined },
  ])('$name', ({ body, want }) => expect(readIntrospection(body)).toEqual({ token: want }));
});

describe('the client of a form', () => {
  const jwtBearer = 'client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer';

  it.each([
    { name: 'by its assertion', fields: `${jwtBearer}&client_assertion=a.b.c`, want: { assertion: 'a.b.c' } },
    {
      name: 'by its assertion and its name',
      fields: `${jwtBearer}&client_assertion=a.b.c&client_id=nhi_1`,
      want: { assertion: 'a.b.c', clientId: 'nhi_1' },
    },
    { name: 'that only says its name', fields: 'client_id=nhi_1', want: undefined },
  ])('$name', ({ fields, want }) => expect(readIntrospection(`token=a&${fields}`).client).toEqual(want));

  it.each([
    { name: 'with a secret', fields: 'client_secret=s', want: 'invalid_client' },
    { name: 'with an assertion of no type', fields: 'client_assertion=a.b.c', want: 'invalid_client' },
    { name: 'with two names', fields: 'client_id=a&client_id=b', want: 'invalid_request' },
  ])('$name is refused', ({ fields, want }) => {
    const read = () => readIntrospection(`token=a&${fields}`);
    expect(read).toThrow(OAuthError);
    expect(read).toThrow(want);
  });
});
