import { MarkersUnavailable } from '@trivium/revocation';
import { tokenLink } from '../oauth/token-chain.js';
import type { TokenDenial, TokenDenials } from '../oauth/revocation/token-denials.js';
import type { FakeChains } from './fake-chains.js';
import type { FakeIssuanceStore } from './fake-issuance.store.js';

/** Writes to markers in memory, and fails as the real one does while those are out of reach. */
export class FakeTokenDenials implements TokenDenials {
  constructor(
    private readonly chains: FakeChains,
    private readonly store: FakeIssuanceStore,
  ) {}

  deny({ token, client }: TokenDenial): Promise<void> {
    return Promise.resolve().then(() =>
      this.store.use(client, () => {
        if (this.chains.fault === 'unreachable') throw new MarkersUnavailable();
        this.chains.deny(tokenLink(token.id));
      }),
    );
  }

  forgetExpired(): Promise<void> {
    return Promise.resolve();
  }
}
