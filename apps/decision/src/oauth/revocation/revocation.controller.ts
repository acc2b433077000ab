import { Public } from '@trivium/runtime';
import { Body, Controller, Header, Headers, HttpCode, Post, UseFilters } from '@nestjs/common';
import { Tally } from '../../hot/tally.js';
import { OAuthErrorFilter } from '../oauth-error.filter.js';
import { parseRevocationRequest, requireForm } from '../token/token-request.js';
import { RevokeToken } from './revoke-token.js';

/** The revocation endpoint (RFC 7009 section 2). */
@Public()
@Controller('oauth/revoke')
@UseFilters(OAuthErrorFilter)
export class RevocationController {
  constructor(
    private readonly revoke: RevokeToken,
    private readonly tally: Tally,
  ) {}

  /** Ends a token (RFC 7009); an unknown one is over already. */
  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async end(@Body() body: unknown, @Headers('content-type') contentType: string | undefined): Promise<void> {
    requireForm(contentType);
    await this.revoke.execute(parseRevocationRequest(body));
    this.tally.count('revocation', 'revoked');
  }
}
