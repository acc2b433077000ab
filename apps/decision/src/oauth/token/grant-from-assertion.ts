import { narrow, type Authority, type Wanted } from '../authority.js';
import type { DpopProof } from '../dpop/dpop-proof.js';
import { OAuthError } from '../oauth.errors.js';
import { assertionIssuer, type RoadAssertion } from '../road-assertion.js';
import type { IssueToken, TokenResponse } from './issue-token.js';
import { refusingAs } from './refusal.js';
import type { RoadAssertions } from './token-ports.js';

/** RFC 7523: a road's word for a person or a workload becomes an access token. */
export class GrantFromAssertion {
  constructor(
    private readonly assertions: RoadAssertions,
    private readonly issueToken: IssueToken,
    private readonly settings: {
      readonly defaultAudience: string;
      readonly tokenSeconds: { readonly workforce: number; readonly workload: number };
    },
  ) {}

  async execute(request: {
    readonly assertion: string;
    readonly wanted: Wanted;
    readonly proof?: DpopProof | undefined;
  }): Promise<TokenResponse> {
    const assertion = await refusingAs('invalid_grant', 'the assertion', () =>
      this.assertions.verify(request.assertion),
    );
    await this.issueToken.requireLive(assertion.chain, 'invalid_grant');
    // A delegation is worth nothing without its agent's key; only its end can be seen here, which is what a verification looks for.
    if (assertion.road === 'agent') {
      throw new OAuthError(
        'unauthorized_client',
        "a delegation is exchanged (RFC 8693) with the agent's own key",
      );
    }
    const authority = narrow(this.#authorityOf(assertion), request.wanted);
    return this.issueToken.execute(authority, {
      kind: 'grant',
      lifetime: this.settings.tokenSeconds[assertion.road],
      refusal: 'invalid_grant',
      proof: request.proof,
    });
  }

  #authorityOf({ road, subject, chain, scope, details, expiresAt }: RoadAssertion): Authority {
    const audience = [this.settings.defaultAudience];
    return { subject, clientId: assertionIssuer(road), chain, scope, details, audience, notAfter: expiresAt };
  }
}
