import { eventually, examplePeople, hire, type Employee } from '@trivium/example';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { startSystem, type SystemUnderTest } from '../system.js';
import { registerAgent, registerClient, type RegisteredClient } from './registered-clients.js';

const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
const accessToken = 'urn:ietf:params:oauth:token-type:access_token';

let system: SystemUnderTest;
let person: Employee;
beforeAll(async () => {
  system = await startSystem();
  [person] = (await hire(system, examplePeople(1, 'client-owner'))) as [Employee];
});
afterAll(() => system.stop());

const issuer = () => new URL(system.address.decisionUrl);
const subjectOf = (token: string) => ({ subject_token: token, subject_token_type: accessToken });

describe('openid-client', () => {
  let workload: RegisteredClient;
  let client: openid.Configuration;
  let resourceServer: openid.Configuration;
  const discover = (id: string, auth: openid.ClientAuth) =>
    openid.discovery(issuer(), id, undefined, auth, {
      algorithm: 'oauth2',
      // Services speak plain HTTP on loopback here.
      // eslint-disable-next-line @typescript-eslint/no-deprecated
      execute: [openid.allowInsecureRequests],
    });

  beforeAll(async () => {
    workload = await registerClient(system, person.personId, 'billing-openid');
    client = await discover(workload.clientId, openid.PrivateKeyJwt(workload.key));
    const { id, secret } = system.address.resourceServer;
    resourceServer = await discover(id, openid.ClientSecretBasic(secret));
  });

  const ask = async (token: string) => openid.tokenIntrospection(resourceServer, token);

  it('finds everything it needs by discovery', () => {
    const { token_endpoint, revocation_endpoint, introspection_endpoint } = client.serverMetadata();
    for (const endpoint of [token_endpoint, revocation_endpoint, introspection_endpoint])
      expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/oauth\//);
  });

  it('asks in the name of the workload, and what it got introspects and ends', async () => {
    const { access_token: token } = await openid.clientCredentialsGrant(client, { scope: 'orders:read' });
    expect(await ask(token)).toMatchObject({
      active: true,
      client_id: workload.clientId,
      sub: workload.clientId,
      scope: 'orders:read',
    });
    await openid.tokenRevocation(client, token);
    expect(await ask(token)).toEqual({ active: false });
  });

  it('exchanges a token, and revoking the first ends the second', async () => {
    const first = await openid.clientCredentialsGrant(client);
    const second = await openid.genericGrantRequest(client, exchange, subjectOf(first.access_token));
    expect(await ask(second.access_token)).toMatchObject({ active: true, token_type: 'Bearer' });
    await openid.tokenRevocation(client, first.access_token);
    expect(await ask(second.access_token)).toEqual({ active: false });
    const again = openid.genericGrantRequest(client, exchange, subjectOf(second.access_token));
    await expect(again).rejects.toMatchObject({ error: 'invalid_request' });
  });

  it('acts for a person whose token it was given, until that person has left', async () => {
    const [leaver] = (await hire(system, examplePeople(1, 'acted-for'))) as [Employee];
    const { access_token: theirs } = await system.tokenOf(leaver.personId);
    const acting = await openid.genericGrantRequest(client, exchange, subjectOf(theirs));
    expect(await ask(acting.access_token)).toMatchObject({
      active: true,
      sub: leaver.personId,
      act: { sub: workload.clientId },
    });
    await system.hris.left(leaver.externalId);
    await eventually('the person to be contained', async () => !(await ask(acting.access_token)).active);
  });

  it('introspects as the client that it is', async () => {
    const { access_token: token } = await openid.clientCredentialsGrant(client);
    expect(await openid.tokenIntrospection(client, token)).toMatchObject({ active: true });
    expect(await openid.tokenIntrospection(client, 'e30.e30.e30')).toEqual({ active: false });
  });

  it('is an agent too: without a right of its own it acts for others, until its road ends it', async () => {
    const clerk = await registerAgent(system, person.personId, 'clerk-openid');
    const agent = await discover(clerk.clientId, openid.PrivateKeyJwt(clerk.key));
    expect((await openid.clientCredentialsGrant(agent)).scope).toBeUndefined();
    const { access_token: theirs } = await system.tokenOf(person.personId);
    const acting = await openid.genericGrantRequest(agent, exchange, subjectOf(theirs));
    expect(await openid.tokenIntrospection(agent, acting.access_token)).toMatchObject({
      active: true,
      sub: person.personId,
      act: { sub: clerk.clientId },
    });
    await clerk.end();
    await expect(openid.clientCredentialsGrant(agent)).rejects.toMatchObject({ error: 'invalid_client' });
  });

  it('binds its tokens to a key, and cannot use them without it', async () => {
    const handle = openid.getDPoPHandle(client, await openid.randomDPoPKeyPair());
    const bound = await openid.clientCredentialsGrant(client, {}, { DPoP: handle });
    expect(bound.token_type).toBe('dpop');
    const jkt = await handle.calculateThumbprint();
    expect(await ask(bound.access_token)).toMatchObject({ token_type: 'DPoP', cnf: { jkt } });
    const derived = await openid.genericGrantRequest(client, exchange, subjectOf(bound.access_token), {
      DPoP: handle,
    });
    expect(await ask(derived.access_token)).toMatchObject({ cnf: { jkt } });
    const unproven = openid.genericGrantRequest(client, exchange, subjectOf(bound.access_token));
    await expect(unproven).rejects.toMatchObject({ error: 'invalid_dpop_proof' });
  });
});

describe('oauth4webapi', () => {
  let workload: RegisteredClient;
  let server: oauth.AuthorizationServer;
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const insecure = { [oauth.allowInsecureRequests]: true };

  beforeAll(async () => {
    workload = await registerClient(system, person.personId, 'billing-webapi');
    const answer = await oauth.discoveryRequest(issuer(), { algorithm: 'oauth2', ...insecure });
    server = await oauth.processDiscoveryResponse(issuer(), answer);
  });

  const client = () => ({ client_id: workload.clientId });
  const auth = () => oauth.PrivateKeyJwt(workload.key);
  const resourceServer = () => ({ client_id: system.address.resourceServer.id });

  async function ask(token: string) {
    const secret = oauth.ClientSecretBasic(system.address.resourceServer.secret);
    const answer = await oauth.introspectionRequest(server, resourceServer(), secret, token, {
      requestJwtResponse: true,
      ...insecure,
    });
    expect(answer.headers.get('content-type')).toBe('application/token-introspection+jwt');
    const said = await oauth.processIntrospectionResponse(server, resourceServer(), answer);
    await oauth.validateApplicationLevelSignature(server, answer, insecure);
    return said;
  }

  async function obtain(options: oauth.ClientCredentialsGrantRequestOptions = {}) {
    const answer = await oauth.clientCredentialsGrantRequest(
      server,
      client(),
      auth(),
      new URLSearchParams(),
      { ...insecure, ...options },
    );
    return oauth.processClientCredentialsResponse(server, client(), answer);
  }

  it('gets signed introspection that it can verify, and revokes', async () => {
    const { access_token: token } = await obtain();
    expect(await ask(token)).toMatchObject({ active: true, client_id: workload.clientId });
    const answer = await oauth.revocationRequest(server, client(), auth(), token, insecure);
    expect(await oauth.processRevocationResponse(answer)).toBeUndefined();
    expect(await ask(token)).toEqual({ active: false });
  });

  it('exchanges a bound token with its key', async () => {
    const DPoP = oauth.DPoP({}, await oauth.generateKeyPair('ES256'));
    const { access_token: token, token_type } = await obtain({ DPoP });
    expect(token_type).toBe('dpop');
    const parameters = new URLSearchParams(subjectOf(token));
    const answer = await oauth.genericTokenEndpointRequest(server, client(), auth(), exchange, parameters, {
      DPoP,
      ...insecure,
    });
    const derived = await oauth.processGenericTokenEndpointResponse(server, client(), answer);
    expect(await ask(derived.access_token)).toMatchObject({ active: true, token_type: 'DPoP' });
  });

  it('is refused at once when its road has ended it, with everything that it holds', async () => {
    const { access_token: token } = await obtain();
    await workload.end();
    expect(await ask(token)).toEqual({ active: false });
    await expect(obtain()).rejects.toMatchObject({ error: 'invalid_client', status: 401 });
  });
});
