import { keySet, SigningKey, type KeySet } from '@trivium/credentials';
import {
  formatLink,
  newAgentId,
  newCredentialId,
  newDelegationId,
  newNhiId,
  personIdFor,
  type Chain,
  type Road,
} from '@trivium/identity';
import { JoseForeignTokens } from '../oauth/clients/jose-foreign-tokens.js';
import { KnownClients } from '../oauth/clients/known-clients.js';
import { RegisterClient } from '../oauth/clients/register-client.js';
import type { TrustedIssuer } from '../oauth/clients/trusted-issuers.config.js';
import { RingSigner } from '../oauth/ring-signer.js';
import { assertionIssuer, assertionTyp } from '../oauth/road-assertion.js';
import { ActingParties } from '../oauth/token/acting-parties.js';
import { ClientCredentials } from '../oauth/token/client-credentials.js';
import { DeriveToken } from '../oauth/token/derive-token.js';
import { GrantFromAssertion } from '../oauth/token/grant-from-assertion.js';
import { IssueToken } from '../oauth/token/issue-token.js';
import {
  assertionAudience,
  JoseClientAssertions,
  JoseRoadAssertions,
  JoseRoadStatements,
} from '../oauth/token/jose-assertions.js';
import { RevokeToken } from '../oauth/revocation/revoke-token.js';
import { StartTask } from '../oauth/token/start-task.js';
import { TokenClients } from '../oauth/token/token-clients.js';
import { IntrospectToken } from '../oauth/introspection/introspect-token.js';
import { VerifiedTokens } from '../oauth/verified-tokens.js';
import { FakeChains } from './fake-chains.js';
import { FakeClientStore } from './fake-client.store.js';
import { FakeIssuanceStore } from './fake-issuance.store.js';
import { FakeTokenDenials } from './fake-token-denials.js';

export const issuer = 'https://trivium.example';
export const tokenEndpoint = `${issuer}/oauth/token`;

const roadKeys: Readonly<Record<Road, SigningKey>> = {
  workforce: await SigningKey.generate('EdDSA'),
  workload: await SigningKey.generate('EdDSA'),
  agent: await SigningKey.generate('EdDSA'),
};
export const tokenKey = await SigningKey.generate('ES256');
export const nextTokenKey = await SigningKey.generate('ES256');
const tokenKeys = keySet([tokenKey.publicJwk, nextTokenKey.publicJwk]);
export const agentKey = await SigningKey.generate('EdDSA');

export const nhiKey = await SigningKey.generate('ES256');

export const cluster = 'https://cluster.example';
export const trustDomain = 'spiffe://prod.example';
const trustedIssuers: readonly TrustedIssuer[] = [
  { id: cluster, kind: 'oidc', algorithms: ['ES256'], maxAgeSeconds: 3_600 },
  { id: trustDomain, kind: 'spiffe', algorithms: ['ES256'], maxAgeSeconds: 300 },
];
const keysOfIssuers = new Map([
  [cluster, await SigningKey.generate('ES256')],
  [trustDomain, await SigningKey.generate('ES256')],
]);

export function foreignKeys(issuerId: string): SigningKey {
  const key = keysOfIssuers.get(issuerId);
  if (!key) throw new Error(`${issuerId} is no trusted issuer here`);
  return key;
}

const unreachableKeys: KeySet = () => Promise.reject(new Error('nobody publishes keys there'));

/** The token endpoint's use cases over real signatures, with markers, storage and time in the test's hand. */
export class TokenBench {
  time = new Date('2031-03-01T12:00:00Z');
  readonly clock = { now: () => this.time };
  readonly chains = new FakeChains();
  readonly store = new FakeIssuanceStore();
  readonly keys = roadKeys;
  readonly ring = { signer: tokenKey };
  readonly signer = new RingSigner(this.ring, issuer);
  readonly tokens = new VerifiedTokens(tokenKeys, issuer, this.clock, 1_000);
  readonly introspect = new IntrospectToken(this.tokens, this.chains);
  readonly issueToken = new IssueToken(this.signer, this.store, this.chains, this.clock);
  readonly #roadKeys = {
    workforce: keySet([roadKeys.workforce.publicJwk]),
    workload: keySet([roadKeys.workload.publicJwk]),
    agent: keySet([roadKeys.agent.publicJwk]),
  };
  readonly #roads = new JoseRoadAssertions(this.#roadKeys, this.clock);
  readonly #clients = new JoseClientAssertions([issuer, tokenEndpoint], this.clock);
  readonly clientStore = new FakeClientStore();
  readonly #foreign = new JoseForeignTokens(
    trustedIssuers,
    [issuer, tokenEndpoint],
    ({ id }) => Promise.resolve([foreignKeys(id).publicJwk]),
    this.clock,
  );
  /** What clients publish, by address. */
  readonly published = new Map<string, KeySet>();
  readonly clientKeys = { at: (url: string) => this.published.get(url) ?? unreachableKeys };
  readonly knownClients = new KnownClients(
    this.clientStore,
    this.#clients,
    this.#foreign,
    this.clientKeys,
    this.clock,
  );
  readonly #tokenClients = new TokenClients(this.#clients, this.store, this.knownClients);
  readonly #settings = { defaultAudience: 'trivium', tokenSeconds: 600, taskSeconds: 900 };
  readonly grant = new GrantFromAssertion(this.#roads, this.issueToken, {
    defaultAudience: 'trivium',
    tokenSeconds: { workforce: 600, workload: 300 },
  });
  readonly startTask = new StartTask(
    this.#roads,
    this.#clients,
    this.knownClients,
    this.#foreign,
    this.issueToken,
    this.#settings,
  );
  readonly derive = new DeriveToken(
    this.tokens,
    this.#tokenClients,
    new ActingParties(this.tokens, this.store, this.knownClients),
    this.issueToken,
    this.#settings,
  );
  readonly revoke = new RevokeToken(
    this.tokens,
    this.#tokenClients,
    new FakeTokenDenials(this.chains, this.store),
    this.clock,
  );

  readonly registerClient = new RegisterClient(
    new JoseRoadStatements(this.#roadKeys, this.clock),
    this.clientStore,
    this.issueToken,
  );
  readonly clientCredentials = new ClientCredentials(this.knownClients, this.issueToken, this.#settings);

  readonly person = { id: personIdFor('hr', '1001'), generation: 1 };
  readonly nhi = { id: newNhiId(), generation: 1 };
  readonly credential = { id: newCredentialId(), generation: 1 };
  readonly agent = { id: newAgentId(), generation: 1 };
  readonly delegation = { id: newDelegationId(), generation: 1 };

  /** The same service after a restart: whatever it kept in memory is gone, whatever it stored is not. */
  restarted(): Pick<TokenBench, 'introspect' | 'derive' | 'revoke'> {
    const tokens = new VerifiedTokens(tokenKeys, issuer, this.clock, 1_000);
    const actors = new ActingParties(tokens, this.store, this.knownClients);
    const denials = new FakeTokenDenials(this.chains, this.store);
    return {
      introspect: new IntrospectToken(tokens, this.chains),
      derive: new DeriveToken(tokens, this.#tokenClients, actors, this.issueToken, this.#settings),
      revoke: new RevokeToken(tokens, this.#tokenClients, denials, this.clock),
    };
  }

  advance(seconds: number): void {
    this.time = new Date(this.time.getTime() + seconds * 1000);
  }

  assertion(
    road: Road,
    chain: Chain,
    over: object = {},
    { typ = assertionTyp, by = roadKeys[road], expiresIn = 3_600 } = {},
  ): Promise<string> {
    const claims = {
      iss: assertionIssuer(road),
      aud: assertionAudience,
      sub: chain[0]?.id ?? '',
      trv_chain: chain.map(formatLink),
    };
    return by.signJwt({ ...claims, ...over }, { typ, now: this.time, expiresIn });
  }

  ofPerson(over: object = {}): Promise<string> {
    return this.assertion('workforce', [this.person], { scope: 'read write', ...over });
  }

  ofWorkload(): Promise<string> {
    return this.assertion('workload', [this.nhi, this.credential]);
  }

  delegated(over: object = {}, expiresIn = 3_600): Promise<string> {
    const claims = {
      jti: this.delegation.id,
      may_act: { sub: this.agent.id },
      agent_jwks: { keys: [agentKey.publicJwk] },
      authorization_details: [{ type: 'trivium_access', target: 'orders', actions: ['read', 'write'] }],
    };
    return this.assertion(
      'agent',
      [this.person, this.agent, this.delegation],
      { ...claims, ...over },
      { expiresIn },
    );
  }

  clientAssertion(over: object = {}, { by = agentKey, typ = 'JWT', expiresIn = 60 } = {}): Promise<string> {
    const claims = { iss: this.agent.id, sub: this.agent.id, aud: issuer };
    return by.signJwt({ ...claims, ...over }, { typ, now: this.time, expiresIn });
  }

  /** Registers the NHI as its road would; `client` says how it proves itself. */
  async register(client: object = { jwks: { keys: [nhiKey.publicJwk] } }, over: object = {}): Promise<void> {
    const expires_at = Math.floor(this.time.getTime() / 1000) + 86_400;
    const claims = { client: { ...client, expires_at }, scope: 'read write', ...over };
    const chain = [this.nhi, this.credential];
    await this.registerClient.execute(
      await this.assertion('workload', chain, claims, { typ: 'trv-client+jwt', expiresIn: 60 }),
    );
  }

  nhiAssertion(over: object = {}, { by = nhiKey, typ = 'JWT', expiresIn = 60 } = {}): Promise<string> {
    const claims = { iss: this.nhi.id, sub: this.nhi.id, aud: issuer };
    return by.signJwt({ ...claims, ...over }, { typ, now: this.time, expiresIn });
  }

  /** What another issuer says about a workload. */
  foreign(
    issuerId: string,
    claims: object,
    { by = foreignKeys(issuerId), expiresIn = 300 } = {},
  ): Promise<string> {
    return by.signJwt({ aud: issuer, ...claims }, { typ: 'JWT', now: this.time, expiresIn });
  }

  async clientToken(): Promise<string> {
    await this.register();
    const client = { assertion: await this.nhiAssertion() };
    return (await this.clientCredentials.execute({ client, wanted: {} })).access_token;
  }

  async personToken(): Promise<string> {
    return (await this.grant.execute({ assertion: await this.ofPerson(), wanted: {} })).access_token;
  }

  async taskToken(): Promise<string> {
    const [subjectToken, assertion] = [await this.delegated(), await this.clientAssertion()];
    return (await this.startTask.execute({ subjectToken, client: { assertion }, wanted: {} })).access_token;
  }
}

/** The OAuth error of an act, or `granted`. */
export async function outcomeOf(act: Promise<unknown>): Promise<string> {
  try {
    await act;
    return 'granted';
  } catch (error) {
    if (error instanceof Error && 'error' in error && typeof error.error === 'string') return error.error;
    throw error;
  }
}
