import {
  CLOCK,
  CurrentCaller,
  parseBody,
  parseParameters,
  Roles,
  type Caller,
  type Clock,
} from '@trivium/runtime';
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { keyViews, type KeyView } from './key-view.js';
import { RotateSigningKey } from './rotate-signing-key.js';
import { PgTokenKeyStore } from './token-key.store.pg.js';
import { WithdrawSigningKey } from './withdraw-signing-key.js';

const order = z.strictObject({ reason: z.string().trim().min(1).max(500) });
const parameters = z.object({
  kid: z.string().regex(/^[\w-]{43}$/, 'must be the kid of a key'),
});

export interface KeysView {
  readonly keys: readonly KeyView[];
}

/** The keys of access tokens, in the hands of an administrator. */
@Controller('keys')
@Roles('admin', 'security', 'auditor')
export class KeysController {
  constructor(
    private readonly store: PgTokenKeyStore,
    private readonly rotate: RotateSigningKey,
    private readonly withdraw: WithdrawSigningKey,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async list(): Promise<KeysView> {
    return { keys: keyViews(await this.store.load(), this.clock.now()) };
  }

  @Post('rotation')
  @Roles('admin', 'security')
  @HttpCode(200)
  async rotation(@Body() body: unknown, @CurrentCaller() caller: Caller): Promise<KeysView> {
    await this.rotate.execute({ ...parseBody(order, body), by: caller.subject });
    return this.list();
  }

  @Post(':kid/withdrawal')
  @Roles('admin', 'security')
  @HttpCode(200)
  async withdrawal(
    @Param() params: unknown,
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
  ): Promise<KeysView> {
    const { kid } = parseParameters(parameters, params);
    await this.withdraw.execute(kid, { ...parseBody(order, body), by: caller.subject });
    return this.list();
  }
}
