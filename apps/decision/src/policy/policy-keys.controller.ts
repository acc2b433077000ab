import type { KeyRing } from '@trivium/credentials';
import { Public } from '@trivium/runtime';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { POLICY_SIGNER } from '../decision.tokens.js';

/** The keys under which publications of the governance model verify (RFC 7517). */
@Controller('policy/jwks.json')
@Public()
export class PolicyKeysController {
  constructor(@Inject(POLICY_SIGNER) private readonly ring: KeyRing) {}

  /** The keys under which published versions of the governance model are signed. */
  @Get()
  @Header('cache-control', 'public, max-age=60')
  jwks(): KeyRing['jwks'] {
    return this.ring.jwks;
  }
}
