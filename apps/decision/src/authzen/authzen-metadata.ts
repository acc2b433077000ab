import type { KeyRing } from '@trivium/credentials';
import type { Clock } from '@trivium/runtime';

export const metadataPath = '/.well-known/authzen-configuration';

/** Section 10.1 of the AuthZEN Authorization API 1.0: the path of every endpoint, by its name in the metadata. */
export const endpoints = {
  access_evaluation_endpoint: '/access/v1/evaluation',
  access_evaluations_endpoint: '/access/v1/evaluations',
  search_subject_endpoint: '/access/v1/search/subject',
  search_resource_endpoint: '/access/v1/search/resource',
  search_action_endpoint: '/access/v1/search/action',
} as const;

/** Section 6 of the AuthZEN access request profile: where access that is denied is asked for. */
export const requestsPath = '/access/v1/requests';
export const accessRequestCapability = 'urn:openid:authzen:capability:access-request';

/** Section 9.1. A capability that is not there is not named, and without any the member is absent. */
export interface AuthzenMetadata {
  readonly policy_decision_point: string;
  readonly [parameter: string]: string | readonly string[];
}

export function describeDecisionPoint(issuer: string, capabilities: readonly string[]): AuthzenMetadata {
  const urls = Object.entries(endpoints).map(([name, path]) => [name, `${issuer}${path}`]);
  return {
    policy_decision_point: issuer,
    ...(Object.fromEntries(urls) as Record<string, string>),
    access_request_endpoint: `${issuer}${requestsPath}`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    ...(capabilities.length > 0 && { capabilities }),
  };
}

/** Seconds for which the signed form may be used; it is renewed long before. */
const signedFor = 300;
const renewAfterMs = 60_000;
const typ = 'authzen-configuration+jwt';

/** The metadata with a signed form of itself (section 9.1.3), signed at most once a minute however often it is asked for. */
export class PublishAuthzenMetadata {
  #published: { readonly text: Promise<string>; readonly until: number } | undefined;

  constructor(
    private readonly metadata: AuthzenMetadata,
    private readonly keys: Pick<KeyRing, 'signer'>,
    private readonly clock: Clock,
  ) {}

  /** As JSON. */
  execute(): Promise<string> {
    const now = this.clock.now();
    if (this.#published && now.getTime() < this.#published.until) return this.#published.text;
    const text = this.#sign(now);
    this.#published = { text, until: now.getTime() + renewAfterMs };
    text.catch(() => (this.#published = undefined));
    return text;
  }

  async #sign(now: Date): Promise<string> {
    const { policy_decision_point: iss } = this.metadata;
    const signed = await this.keys.signer.signJwt(
      { iss, ...this.metadata },
      { typ, now, expiresIn: signedFor },
    );
    return JSON.stringify({ ...this.metadata, signed_metadata: signed });
  }
}
