import { CLOCK, CurrentCaller, Roles, type Caller, type Clock } from '@trivium/runtime';
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

  /** The keys of access tokens: which signs, and which are still accepted. */
  @Get()
  async list(): Promise<KeysView> {
    return { keys: keyViews(await this.store.load(), this.clock.now()) };
  }

  /** Has another key sign from now on; the former is accepted until the last token of it has expired. */
  @Post('rotation')
  @Roles('admin', 'security')
  @HttpCode(200)
  async rotation(
    @Body({ schema: order }) body: z.output<typeof order>,
    @CurrentCaller() caller: Caller,
  ): Promise<KeysView> {
    await this.rotate.execute({ ...body, by: caller.subject });
    return this.list();
  }

  /** Accepts nothing any more that this key has signed. */
  @Post(':kid/withdrawal')
  @Roles('admin', 'security')
  @HttpCode(200)
  async withdrawal(
    @Param({ schema: parameters }) { kid }: z.output<typeof parameters>,
    @Body({ schema: order }) body: z.output<typeof order>,
    @CurrentCaller() caller: Caller,
  ): Promise<KeysView> {
    await this.withdraw.execute(kid, { ...body, by: caller.subject });
    return this.list();
  }
}
