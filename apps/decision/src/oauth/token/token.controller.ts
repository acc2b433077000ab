import { Public } from '@trivium/runtime';
import { Body, Controller, Header, Headers, HttpCode, Inject, Post, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { SERVER_METADATA, type ServerMetadata } from '../metadata/server-metadata.js';
import { DpopNonces } from '../dpop/dpop-nonces.js';
import type { DpopProof } from '../dpop/dpop-proof.js';
import { DpopProofs } from '../dpop/dpop-proofs.js';
import { DPOP_NONCES } from '../../decision.tokens.js';
import { Tally } from '../../hot/tally.js';
import { OAuthErrorFilter } from '../oauth-error.filter.js';
import { ClientCredentials } from './client-credentials.js';
import { DeriveToken } from './derive-token.js';
import { GrantFromAssertion } from './grant-from-assertion.js';
import type { TokenResponse } from './issue-token.js';
import { StartTask } from './start-task.js';
import { parseTokenRequest, requireForm, type TokenRequest } from './token-request.js';

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
    private readonly proofs: DpopProofs,
    @Inject(DPOP_NONCES) private readonly nonces: DpopNonces | undefined,
    @Inject(SERVER_METADATA) private readonly metadata: ServerMetadata,
    private readonly tally: Tally,
  ) {}

  /** Issues and exchanges tokens (RFC 6749, RFC 7523, RFC 8693, RFC 9449); errors are those of RFC 6749, section 5.2. */
  @Post()
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async token(
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @Headers('dpop') dpop: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokenResponse> {
    if (this.nonces) void reply.header('dpop-nonce', this.nonces.current());
    requireForm(contentType);
    const request = parseTokenRequest(body);
    const proof = dpop === undefined ? undefined : await this.#prove(dpop);
    const response = await this.#answer(request, proof);
    this.tally.count('token', 'issued');
    return response;
  }

  #prove(dpop: string): Promise<DpopProof> {
    return this.proofs.verify(dpop, { method: 'POST', url: this.metadata.token_endpoint });
  }

  #answer(request: TokenRequest, proof: DpopProof | undefined): Promise<TokenResponse> {
    switch (request.kind) {
      case 'assertion':
        return this.grant.execute({ ...request, proof });
      case 'client':
        return this.clientCredentials.execute({ ...request, proof });
      case 'task':
        return this.startTask.execute({ ...request, proof });
      case 'derive':
        return this.derive.execute({ ...request, proof });
    }
  }
}
