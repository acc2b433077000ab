import { CurrentCaller, roles, Roles, type Caller } from '@trivium/runtime';
import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { AUTH_STORE } from '../gateway.tokens.js';
import type { ApiToken, AuthStore } from './auth.store.js';
import { ManageApiTokens } from './manage-api-tokens.js';

const wish = z.strictObject({
  name: z.string().trim().min(1).max(200),
  roles: z.array(z.enum(roles)).min(1),
  expiresAt: z.iso
    .datetime({ offset: true })
    .transform((at) => new Date(at))
    .optional(),
});

/** Tokens for scripts: shown once, kept as a hash. They are their maker's, and end when that one is no administrator any more. */
@Controller('v1/api-tokens')
@Roles('admin')
export class ApiTokenController {
  constructor(
    private readonly tokens: ManageApiTokens,
    @Inject(AUTH_STORE) private readonly store: AuthStore,
  ) {}

  /** Makes a token for a script; it is shown once. */
  @Post()
  @HttpCode(201)
  @Header('cache-control', 'no-store')
  async create(
    @Body({ schema: wish }) wanted: z.output<typeof wish>,
    @CurrentCaller() creator: Caller,
  ): Promise<{ readonly apiTokenId: string; readonly token: string }> {
    const { apiTokenId, token } = await this.tokens.create(wanted, creator);
    return { apiTokenId, token: token.reveal() };
  }

  /** All tokens, without their secrets. */
  @Get()
  async list(): Promise<{ readonly items: readonly ApiToken[] }> {
    return { items: await this.store.listApiTokens() };
  }

  /** Ends a token at once. */
  @Delete(':apiTokenId')
  @HttpCode(204)
  async remove(@Param('apiTokenId') apiTokenId: string, @CurrentCaller() caller: Caller): Promise<void> {
    await this.tokens.end(apiTokenId, caller);
  }
}
