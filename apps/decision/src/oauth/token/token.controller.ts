import { Public } from '@trivium/runtime';
import { Body, Controller, Header, HttpCode, Post, UseFilters } from '@nestjs/common';
import { OAuthErrorFilter } from '../oauth-error.filter.js';
import { DeriveToken } from './derive-token.js';
import { GrantFromAssertion } from './grant-from-assertion.js';
import type { TokenResponse } from './issue-token.js';
import { StartTask } from './start-task.js';
import { parseTokenRequest } from './token-request.js';

/** The token endpoint (RFC 6749 section 3.2). What it is given proves itself, so it asks for no caller. */
@Public()
@Controller('oauth/token')
@UseFilters(OAuthErrorFilter)
export class TokenController {
  constructor(
    private readonly grant: GrantFromAssertion,
    private readonly startTask: StartTask,
    private readonly derive: DeriveToken,
  ) {}

  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  token(@Body() body: unknown): Promise<TokenResponse> {
    const request = parseTokenRequest(body);
    switch (request.kind) {
      case 'assertion':
        return this.grant.execute(request);
      case 'task':
        return this.startTask.execute(request);
      case 'derive':
        return this.derive.execute(request);
    }
  }
}
