import { authorizationDetail, type AuthorizationDetail } from '@trivium/contracts';
import { z } from 'zod';
import type { Wanted } from '../authority.js';
import { OAuthError } from '../oauth.errors.js';
import { scopeText } from '../road-assertion.js';

export const grantTypes = {
  clientCredentials: 'client_credentials',
  jwtBearer: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
  tokenExchange: 'urn:ietf:params:oauth:grant-type:token-exchange',
} as const;

export const tokenTypes = {
  jwt: 'urn:ietf:params:oauth:token-type:jwt',
  accessToken: 'urn:ietf:params:oauth:token-type:access_token',
  idToken: 'urn:ietf:params:oauth:token-type:id_token',
} as const;

/** RFC 7523, and the type that SPIFFE's JWT-SVIDs are sent under. Which it is, the token itself shows. */
const clientAssertionTypes = [
  'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  'urn:ietf:params:oauth:client-assertion-type:jwt-spiffe',
];
const longestToken = 16_384;

/** What a client sends to prove who it is (RFC 7523 section 2.2). */
export interface PresentedClient {
  readonly assertion?: string;
  readonly clientId?: string;
}

/** Who acts for the subject (RFC 8693 section 2.1): an access token of ours, or a JWT that says which workload it is. */
export interface PresentedActor {
  readonly kind: 'access_token' | 'identity';
  readonly token: string;
}

export type TokenRequest =
  | { readonly kind: 'client'; readonly client: PresentedClient; readonly wanted: Wanted }
  | { readonly kind: 'assertion'; readonly assertion: string; readonly wanted: Wanted }
  | {
      readonly kind: 'task';
      readonly subjectToken: string;
      readonly actor?: PresentedActor;
      readonly client: PresentedClient;
      readonly wanted: Wanted;
    }
  | {
      readonly kind: 'derive';
      readonly subjectToken: string;
      readonly actor?: PresentedActor;
      readonly client: PresentedClient;
      readonly wanted: Wanted;
    };

const form = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
type Form = Readonly<Record<string, string | string[] | undefined>>;

/** RFC 6749 appendix B: parameters come as a form and as nothing else, whatever else could be parsed. */
export function requireForm(contentType: string | undefined): void {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType ?? ''))
    throw new OAuthError('invalid_request', 'the body must be application/x-www-form-urlencoded');
}

/** Reads a form-encoded token request. Unknown parameters are ignored, empty ones count as absent (RFC 6749 section 3.2). */
export function parseTokenRequest(body: unknown): TokenRequest {
  const parsed = form.safeParse(body);
  if (!parsed.success) throw new OAuthError('invalid_request', 'the body is no form');
  const grant = required(parsed.data, 'grant_type');
  if (grant === grantTypes.jwtBearer) {
    return { kind: 'assertion', assertion: token(parsed.data, 'assertion'), wanted: wantedOf(parsed.data) };
  }
  if (grant === grantTypes.clientCredentials)
    return { kind: 'client', client: presentedClient(parsed.data), wanted: wantedOf(parsed.data) };
  if (grant === grantTypes.tokenExchange) return exchange(parsed.data);
  throw new OAuthError('unsupported_grant_type', 'the grant type is not one of those in the metadata');
}

export interface RevocationRequest {
  readonly token: string;
  readonly client: PresentedClient;
}

/** Reads a form-encoded revocation request (RFC 7009 section 2.1). There is one kind of token, so a hint changes nothing. */
export function parseRevocationRequest(body: unknown): RevocationRequest {
  const parsed = form.safeParse(body);
  if (!parsed.success) throw new OAuthError('invalid_request', 'the body is no form');
  single(parsed.data, 'token_type_hint');
  return { token: token(parsed.data, 'token'), client: presentedClient(parsed.data) };
}

function exchange(fields: Form): TokenRequest {
  const type = required(fields, 'subject_token_type');
  if (type !== tokenTypes.jwt && type !== tokenTypes.accessToken) {
    throw new OAuthError('invalid_request', 'subject_token_type is not supported');
  }
  const requested = single(fields, 'requested_token_type') ?? tokenTypes.accessToken;
  if (requested !== tokenTypes.accessToken)
    throw new OAuthError('invalid_request', 'only access tokens are issued');
  const [actor, client] = [presentedActor(fields), presentedClient(fields)];
  if (actor && client.assertion)
    throw new OAuthError(
      'invalid_request',
      'the actor is the client: prove it by actor_token or client_assertion',
    );
  const common = {
    subjectToken: token(fields, 'subject_token'),
    client,
    ...(actor && { actor }),
    wanted: wantedOf(fields),
  };
  return { kind: type === tokenTypes.jwt ? 'task' : 'derive', ...common };
}

const actorKinds: Readonly<Record<string, PresentedActor['kind']>> = {
  [tokenTypes.accessToken]: 'access_token',
  [tokenTypes.jwt]: 'identity',
  [tokenTypes.idToken]: 'identity',
};

function presentedActor(fields: Form): PresentedActor | undefined {
  const type = single(fields, 'actor_token_type');
  if (!single(fields, 'actor_token')) {
    if (type) throw new OAuthError('invalid_request', 'actor_token_type is sent without actor_token');
    return undefined;
  }
  const kind = type && actorKinds[type];
  if (!kind) throw new OAuthError('invalid_request', 'actor_token_type is missing or not supported');
  return { kind, token: token(fields, 'actor_token') };
}

/** How a client proves itself in a form. Throws `OAuthError` for a way that is not ours. */
export function presentedClient(fields: Form): PresentedClient {
  if (single(fields, 'client_secret'))
    throw new OAuthError('invalid_client', 'a shared secret is not accepted here');
  const clientId = single(fields, 'client_id');
  const assertion = single(fields, 'client_assertion');
  const type = single(fields, 'client_assertion_type');
  if (assertion && !(type && clientAssertionTypes.includes(type))) {
    throw new OAuthError(
      'invalid_client',
      `client_assertion_type must be ${clientAssertionTypes.join(' or ')}`,
    );
  }
  return {
    ...(clientId && { clientId }),
    ...(assertion && { assertion: token(fields, 'client_assertion') }),
  };
}

function wantedOf(fields: Form): Wanted {
  const audience = [...several(fields, 'audience'), ...several(fields, 'resource')];
  const details = single(fields, 'authorization_details');
  const scope = single(fields, 'scope');
  return {
    ...(scope && { scope: parseScope(scope) }),
    ...(details && { details: parseDetails(details) }),
    ...(audience.length > 0 && { audience }),
  };
}

function parseScope(text: string): readonly string[] {
  const parsed = scopeText.safeParse(text);
  if (!parsed.success) throw new OAuthError('invalid_scope', 'the scope is malformed');
  return parsed.data;
}

function parseDetails(text: string): readonly AuthorizationDetail[] {
  const parsed = z.array(authorizationDetail.strict()).min(1).max(50).safeParse(json(text));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || '(the whole)');
  throw new OAuthError('invalid_authorization_details', `cannot be read at ${fields.slice(0, 5).join(', ')}`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OAuthError('invalid_authorization_details', 'authorization_details is no JSON', { cause });
  }
}

function several(fields: Form, name: string): string[] {
  const value = fields[name] ?? [];
  return (typeof value === 'string' ? [value] : value).filter((one) => one !== '');
}

function single(fields: Form, name: string): string | undefined {
  if (Array.isArray(fields[name])) throw new OAuthError('invalid_request', `${name} is sent more than once`);
  return fields[name] || undefined;
}

function required(fields: Form, name: string): string {
  const value = single(fields, name);
  if (value === undefined) throw new OAuthError('invalid_request', `${name} is missing`);
  return value;
}

function token(fields: Form, name: string): string {
  const value = required(fields, name);
  if (value.length > longestToken)
    throw new OAuthError('invalid_request', `${name} is longer than ${longestToken} characters`);
  return value;
}
