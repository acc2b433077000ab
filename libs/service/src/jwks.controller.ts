import type { KeyRing } from '@trivium/credentials';
import { Public } from '@trivium/runtime';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { KEY_RING } from './tokens.js';

/** The public keys under which this road's assertions and receipts verify (RFC 7517). */
@Controller('.well-known/jwks.json')
@Public()
export class JwksController {
  constructor(@Inject(KEY_RING) private readonly keys: KeyRing) {}

  /** The keys under which the service signs receipts and assertions. */
  @Get()
  @Header('cache-control', 'public, max-age=60')
  jwks(): KeyRing['jwks'] {
    return this.keys.jwks;
  }
}
