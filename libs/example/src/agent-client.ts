import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { randomUUID } from 'node:crypto';
import { call } from './http.js';

export interface Token {
  readonly access_token: string;
  readonly expires_in: number;
}

export interface Introspection {
  readonly active: boolean;
  readonly sub?: string;
  readonly trv_chain?: readonly string[];
}

const exchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
const jwtToken = 'urn:ietf:params:oauth:token-type:jwt';
const accessToken = 'urn:ietf:params:oauth:token-type:access_token';
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** An agent with its own key, as an agent platform would run it. */
export class AgentClient {
  private constructor(
    private readonly decisionUrl: string,
    private readonly key: CryptoKey,
    readonly publicJwk: JWK,
  ) {}

  static async create(decisionUrl: string): Promise<AgentClient> {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA');
    const jwk = await exportJWK(publicKey);
    return new AgentClient(decisionUrl, privateKey, {
      ...jwk,
      kid: await calculateJwkThumbprint(jwk),
      alg: 'EdDSA',
    });
  }

  /** Proves to `audience` that the agent itself is asking (RFC 7523 section 2.2). */
  assertion(agentId: string, audience: string): Promise<string> {
    return new SignJWT({ jti: randomUUID() })
      .setProtectedHeader({ alg: 'EdDSA', kid: this.publicJwk.kid! })
      .setIssuer(agentId)
      .setSubject(agentId)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime('60s')
      .sign(this.key);
  }

  /** Starts a task: the delegation's assertion and the agent's own key for a short task credential (RFC 8693). */
  async startTask(agentId: string, delegation: string): Promise<Token> {
    const client_assertion = await this.assertion(agentId, `${this.decisionUrl}/oauth/token`);
    const grant = { grant_type: exchange, subject_token: delegation, subject_token_type: jwtToken };
    return requestToken(this.decisionUrl, {
      ...grant,
      client_assertion,
      client_assertion_type: assertionType,
    });
  }

  /** A token in its own name, for an agent that is a client of the token endpoint (RFC 6749 section 4.4). */
  async ownToken(agentId: string): Promise<Token> {
    const client_assertion = await this.assertion(agentId, `${this.decisionUrl}/oauth/token`);
    return requestToken(this.decisionUrl, {
      grant_type: 'client_credentials',
      client_assertion,
      client_assertion_type: assertionType,
    });
  }
}

/** Exchanges a token for a narrower one on the same chain. */
export function deriveToken(decisionUrl: string, token: string): Promise<Token> {
  return requestToken(decisionUrl, {
    grant_type: exchange,
    subject_token: token,
    subject_token_type: accessToken,
  });
}

/** Turns a road's assertion about a person or workload into an access token (RFC 7523). */
export function tokenFromAssertion(decisionUrl: string, assertion: string): Promise<Token> {
  return requestToken(decisionUrl, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
}

async function requestToken(decisionUrl: string, form: Record<string, string>): Promise<Token> {
  return (await call<Token>('POST', `${decisionUrl}/oauth/token`, { body: new URLSearchParams(form) })).body;
}

/** What a resource server asks before it serves (RFC 7662). */
export async function introspect(
  decisionUrl: string,
  client: { id: string; secret: string },
  token: string,
): Promise<Introspection> {
  const headers = {
    authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`,
  };
  return (
    await call<Introspection>('POST', `${decisionUrl}/oauth/introspect`, {
      headers,
      body: new URLSearchParams({ token }),
    })
  ).body;
}

/** The claims of a token, unverified: only to show or find what it names. */
export function claimsOf(token: string): {
  readonly trv_chain: readonly string[];
  readonly [claim: string]: unknown;
} {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString('utf8')) as {
    trv_chain: string[];
  };
}
