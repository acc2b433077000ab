import { keySet, SigningKey } from '@trivium/credentials';
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
import { RingSigner } from '../oauth/ring-signer.js';
import { assertionIssuer, assertionTyp } from '../oauth/road-assertion.js';
import { DeriveToken } from '../oauth/token/derive-token.js';
import { GrantFromAssertion } from '../oauth/token/grant-from-assertion.js';
import { IssueToken } from '../oauth/token/issue-token.js';
import {
  assertionAudience,
  JoseClientAssertions,
  JoseRoadAssertions,
} from '../oauth/token/jose-assertions.js';
import { RevokeToken } from '../oauth/revocation/revoke-token.js';
import { StartTask } from '../oauth/token/start-task.js';
import { TokenClients } from '../oauth/token/token-clients.js';
import { IntrospectToken } from '../oauth/introspection/introspect-token.js';
import { VerifiedTokens } from '../oauth/verified-tokens.js';
import { FakeChains } from './fake-chains.js';
import { FakeIssuanceStore } from './fake-issuance.store.js';
import { FakeTokenDenials } from './fake-token-denials.js';

export const issuer = 'https://trivium.example';
export const tokenEndpoint = `${issuer}/oauth/token`;

const roadKeys: Readonly<Record<Road, SigningKey>> = {
  workforce: await SigningKey.generate('EdDSA'),
  workload: await SigningKey.generate('EdDSA'),
  agent: await SigningKey.generate('EdDSA'),
};
const ownKey = await SigningKey.generate('ES256');
export const agentKey = await SigningKey.generate('EdDSA');

/** The token endpoint's use cases over real signatures, with markers, storage and time in the test's hand. */
export class TokenBench {
  time = new Date('2031-03-01T12:00:00Z');
  readonly clock = { now: () => this.time };
  readonly chains = new FakeChains();
  readonly store = new FakeIssuanceStore();
  readonly keys = roadKeys;
  readonly signer = new RingSigner(ownKey, issuer);
  readonly tokens = new VerifiedTokens(keySet([ownKey.publicJwk]), issuer, this.clock, 1_000);
  readonly introspect = new IntrospectToken(this.tokens, this.chains);
  readonly issueToken = new IssueToken(this.signer, this.store, this.chains, this.clock);
  readonly #roads = new JoseRoadAssertions(
    {
      workforce: keySet([roadKeys.workforce.publicJwk]),
      workload: keySet([roadKeys.workload.publicJwk]),
      agent: keySet([roadKeys.agent.publicJwk]),
    },
    this.clock,
  );
  readonly #clients = new JoseClientAssertions([issuer, tokenEndpoint], this.clock);
  readonly #tokenClients = new TokenClients(this.#clients, this.store);
  readonly #settings = { defaultAudience: 'trivium', tokenSeconds: 600, taskSeconds: 900 };
  readonly grant = new GrantFromAssertion(this.#roads, this.issueToken, {
    defaultAudience: 'trivium',
    tokenSeconds: { workforce: 600, workload: 300 },
  });
  readonly startTask = new StartTask(this.#roads, this.#clients, this.issueToken, this.#settings);
  readonly derive = new DeriveToken(this.tokens, this.#tokenClients, this.issueToken, this.#settings);
  readonly revoke = new RevokeToken(
    this.tokens,
    this.#tokenClients,
    new FakeTokenDenials(this.chains, this.store),
    this.clock,
  );

  readonly person = { id: personIdFor('hr', '1001'), generation: 1 };
  readonly nhi = { id: newNhiId(), generation: 1 };
  readonly credential = { id: newCredentialId(), generation: 1 };
  readonly agent = { id: newAgentId(), generation: 1 };
  readonly delegation = { id: newDelegationId(), generation: 1 };

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
