import { generateToken, sha256Hex } from '@trivium/credentials';
import {
  CLOCK,
  CurrentCaller,
  forbidden,
  notFound,
  roles,
  Roles,
  type Caller,
  type Clock,
} from '@trivium/runtime';
import { Body, Controller, Delete, Get, Header, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { AUTH_STORE } from '../gateway.tokens.js';
import type { ApiToken, AuthStore } from './auth.store.js';

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
    @Inject(AUTH_STORE) private readonly store: AuthStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Makes a token for a script; it is shown once. */
  @Post()
  @HttpCode(201)
  @Header('cache-control', 'no-store')
  async create(
    @Body({ schema: wish }) { name, roles: granted, expiresAt }: z.output<typeof wish>,
    @CurrentCaller() creator: Caller,
  ): Promise<{ readonly apiTokenId: string; readonly token: string }> {
    const [token, apiTokenId] = [generateToken('trv'), `tok_${uuidv7()}`];
    const row = {
      apiTokenId,
      hash: sha256Hex(token.reveal()),
      name,
      roles: granted,
      person: creator.person,
      createdBy: creator.subject,
      createdAt: this.clock.now(),
    };
    const isCreated = await this.store.createApiToken({ ...row, ...(expiresAt && { expiresAt }) });
    if (!isCreated) throw forbidden('The caller may not do this any more.');
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
  async remove(@Param('apiTokenId') apiTokenId: string): Promise<void> {
    if (!(await this.store.deleteApiToken(apiTokenId))) throw notFound('There is no such token.');
  }
}
