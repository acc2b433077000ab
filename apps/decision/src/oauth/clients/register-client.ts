import type { IssueToken } from '../token/issue-token.js';
import { refusingAs } from '../token/refusal.js';
import type { ClientStore } from './client.store.js';
import type { Registration } from './registration.js';

/** Checks a road's statement against the road's published keys. Throws `TokenRefused`, `UnusableAssertion` or `KeysUnavailable`. */
export interface RoadStatements {
  verify(statement: string): Promise<Registration>;
}

/** RFC 7591: a road's signed statement makes one of its identities a client; usable when this returns. */
export class RegisterClient {
  constructor(
    private readonly statements: RoadStatements,
    private readonly store: ClientStore,
    private readonly tokens: Pick<IssueToken, 'requireLive'>,
  ) {}

  async execute(statement: string): Promise<Registration> {
    const registration = await refusingAs('invalid_software_statement', 'the statement', () =>
      this.statements.verify(statement),
    );
    await this.tokens.requireLive(registration.chain, 'invalid_software_statement');
    await this.store.register(registration);
    return registration;
  }
}
