import type { KeyRing } from '@trivium/credentials';
import { Public } from '@trivium/runtime';
import { Controller, Get, Header, Inject } from '@nestjs/common';
import { TOKEN_KEYS } from '../../decision.tokens.js';
import { SERVER_METADATA, type ServerMetadata } from './server-metadata.js';

/** What clients and resource servers find out by themselves. */
@Public()
@Controller('.well-known')
export class MetadataController {
  constructor(
    @Inject(SERVER_METADATA) private readonly metadata: ServerMetadata,
    @Inject(TOKEN_KEYS) private readonly keys: KeyRing,
  ) {}

  /** What the authorization server can do (RFC 8414). */
  @Get('oauth-authorization-server')
  @Header('cache-control', 'public, max-age=300')
  server(): ServerMetadata {
    return this.metadata;
  }

  /** RFC 7517; retired keys stay until the last token they signed has expired. */
  @Get('jwks.json')
  @Header('cache-control', 'public, max-age=60')
  jwks(): KeyRing['jwks'] {
    return this.keys.jwks;
  }
}
