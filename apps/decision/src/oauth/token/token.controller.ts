import { Public } from '@trivium/runtime';
import { Body, Controller, Header, HttpCode, Post, UseFilters } from '@nestjs/common';
import { Tally } from '../../hot/tally.js';
import { OAuthErrorFilter } from '../oauth-error.filter.js';
import { ClientCredentials } from './client-credentials.js';
import { DeriveToken } from './derive-token.js';
import { GrantFromAssertion } from './grant-from-assertion.js';
import type { TokenResponse } from './issue-token.js';
import { StartTask } from './start-task.js';
import { parseTokenRequest, type TokenRequest } from './token-request.js';

/** The token endpoint (RFC 6749 section 3.2). What it is given proves itself, so it asks for no caller. */
@Public()
@Controller('oauth/token')
@UseFilters(OAuthErrorFilter)
export class TokenController {
  constructor(
    private readonly grant: GrantFromAssertion,
    private readonly startTask: StartTask,
    private readonly derive: DeriveToken,
    private readonly clientCredentials: ClientCredentials,
    private readonly tally: Tally,
  ) {}

  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async token(@Body() body: unknown): Promise<TokenResponse> {
    const response = await this.#answer(parseTokenRequest(body));
    this.tally.count('token', 'issued');
    return response;
  }

  #answer(request: TokenRequest): Promise<TokenResponse> {
    switch (request.kind) {
      case 'assertion':
        return this.grant.execute(request);
      case 'client':
        return this.clientCredentials.execute(request);
      case 'task':
        return this.startTask.execute(request);
      case 'derive':
        return this.derive.execute(request);
    }
  }
}
