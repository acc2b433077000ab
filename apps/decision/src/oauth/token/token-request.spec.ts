import { OAuthError } from '../oauth.errors.js';
import { grantTypes, parseTokenRequest, tokenTypes } from './token-request.js';

const bearer = { grant_type: grantTypes.jwtBearer, assertion: 'a.b.c' };
const exchange = {
  grant_type: grantTypes.tokenExchange,
  subject_token: 'a.b.c',
  subject_token_type: tokenTypes.jwt,
};
const signed = {
  client_assertion: 'd.e.f',
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
};

const actor = { actor_token: 'g.h.i', actor_token_type: tokenTypes.jwt };

const errorOf = (body: unknown) => {
  try {
    parseTokenRequest(body);
    return 'accepted';
  } catch (error) {
    if (error instanceof OAuthError) return error.error;
    throw error;
  }
};

describe('a token request', () => {
  it('is read with what it asks for', () => {
    const details = [{ type: 'trivium_access', target: 'orders', actions: ['read'] }];
    const body = {
      ...exchange,
      ...signed,
      client_id: 'agt_1',
      scope: 'a b',
      audience: ['x', 'y'],
      resource: 'z',
      authorization_details: JSON.stringify(details),
    };
    expect(parseTokenRequest(body)).toEqual({
      kind: 'task',
      subjectToken: 'a.b.c',
      client: { assertion: 'd.e.f', clientId: 'agt_1' },
      wanted: { scope: ['a', 'b'], audience: ['x', 'y', 'z'], details },
    });
    expect(parseTokenRequest({ ...exchange, subject_token_type: tokenTypes.accessToken })).toMatchObject({
      kind: 'derive',
    });
  });

  it.each([
    { name: 'no form', body: 'hello', want: 'invalid_request' },
    { name: 'no grant type', body: {}, want: 'invalid_request' },
    { name: 'an unknown grant type', body: { grant_type: 'password' }, want: 'unsupported_grant_type' },
    { name: 'no assertion', body: { grant_type: grantTypes.jwtBearer }, want: 'invalid_request' },
    { name: 'an empty assertion', body: { ...bearer, assertion: '' }, want: 'invalid_request' },
    { name: 'a huge assertion', body: { ...bearer, assertion: 'a'.repeat(16_385) }, want: 'invalid_request' },
    { name: 'a repeated parameter', body: { ...bearer, assertion: ['a', 'b'] }, want: 'invalid_request' },
    { name: 'an unknown parameter', body: { ...bearer, color: 'blue' }, want: 'accepted' },
    { name: 'no subject token type', body: { ...exchange, subject_token_type: '' }, want: 'invalid_request' },
    {
      name: 'a SAML subject',
      body: { ...exchange, subject_token_type: 'urn:ietf:params:oauth:token-type:saml2' },
      want: 'invalid_request',
    },
    {
      name: 'a wish for a refresh token',
      body: { ...exchange, requested_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' },
      want: 'invalid_request',
    },
    { name: 'an actor token of no type', body: { ...exchange, actor_token: 'x' }, want: 'invalid_request' },
    { name: 'an actor token', body: { ...exchange, ...actor }, want: 'accepted' },
    {
      name: 'an actor token of an unknown type',
      body: { ...exchange, ...actor, actor_token_type: 'saml' },
      want: 'invalid_request',
    },
    {
      name: 'the type of an actor token alone',
      body: { ...exchange, actor_token_type: tokenTypes.jwt },
      want: 'invalid_request',
    },
    {
      name: 'two actor tokens',
      body: { ...exchange, ...actor, actor_token: ['a', 'b'] },
      want: 'invalid_request',
    },
    {
      name: 'an actor and a client that prove themselves',
      body: { ...exchange, ...actor, ...signed },
      want: 'invalid_request',
    },
    { name: 'a shared secret', body: { ...exchange, client_secret: 's' }, want: 'invalid_client' },
    {
      name: 'a client assertion of no type',
      body: { ...exchange, client_assertion: 'x' },
      want: 'invalid_client',
    },
    { name: 'a malformed scope', body: { ...bearer, scope: 'a  b' }, want: 'invalid_scope' },
    {
      name: 'details that are no JSON',
      body: { ...bearer, authorization_details: '[' },
      want: 'invalid_authorization_details',
    },
    {
      name: 'details of an unknown type',
      body: { ...bearer, authorization_details: '[{"type":"payment"}]' },
      want: 'invalid_authorization_details',
    },
    {
      name: 'deeply nested details',
      body: { ...bearer, authorization_details: '['.repeat(5_000) + ']'.repeat(5_000) },
      want: 'invalid_authorization_details',
    },
  ])('with $name is $want', ({ body, want }) => expect(errorOf(body)).toBe(want));
});
