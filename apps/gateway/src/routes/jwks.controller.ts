import type { KeyRing } from '@trivium/credentials';
import { Public } from '@trivium/runtime';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { KEY_RING } from '@trivium/service';

/** The keys with which the gateway signs what it says about callers (RFC 7517). */
@Controller('.well-known/jwks.json')
@Public()
export class JwksController {
  constructor(@Inject(KEY_RING) private readonly keys: KeyRing) {}

  /** The keys under which the gateway tells services who calls. */
  @Get()
  @Header('cache-control', 'public, max-age=60')
  jwks(): KeyRing['jwks'] {
    return this.keys.jwks;
  }
}
