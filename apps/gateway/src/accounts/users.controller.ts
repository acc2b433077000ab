import { CurrentCaller, roles, Roles, type Caller } from '@trivium/runtime';
import { Body, Controller, Get, Header, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import { z } from 'zod';
import { ACCOUNT_STORE } from '../gateway.tokens.js';
import type { Account } from './account.js';
import type { AccountStore, Ended } from './account.store.js';
import { AddAccount } from './add-account.js';
import { ChangeAccount } from './change-account.js';
import { ResetPassword } from './reset-password.js';
import { userName } from './user-name.js';

const displayName = z.string().trim().min(1).max(200);
const given = z
  .array(z.enum(roles))
  .min(1)
  .transform((some) => [...new Set(some)]);
const wish = z.strictObject({ userName, displayName: displayName.optional(), roles: given });
const change = z
  .strictObject({
    displayName: displayName.optional(),
    roles: given.optional(),
    active: z.boolean().optional(),
  })
  .refine((fields) => Object.keys(fields).length > 0, 'must change something');
const parameters = z.object({ userName });

/** What an administrator hands over; it is shown once. */
export interface GivenPassword {
  readonly oneTimePassword: string;
  readonly passwordExpiresAt: Date;
}

/** The people who may sign in. */
@Controller('v1/users')
@Roles('admin')
export class UsersController {
  constructor(
    private readonly add: AddAccount,
    private readonly changeAccount: ChangeAccount,
    private readonly resetPassword: ResetPassword,
    @Inject(ACCOUNT_STORE) private readonly accounts: AccountStore,
  ) {}

  /** Lets somebody sign in; the answer has a one-time password to hand over, good for three days. */
  @Post()
  @HttpCode(201)
  @Header('cache-control', 'no-store')
  async create(
    @Body({ schema: wish }) body: z.output<typeof wish>,
    @CurrentCaller() caller: Caller,
  ): Promise<Account & GivenPassword> {
    const wanted = { ...body, displayName: body.displayName ?? body.userName };
    const { account, password } = await this.add.execute(wanted, caller);
    return { ...account, oneTimePassword: password.reveal() };
  }

  /** Everybody, also those who may not sign in any more. */
  @Get()
  async list(): Promise<{ readonly items: readonly Account[] }> {
    return { items: await this.accounts.list() };
  }

  /** Changes roles or ends the right to sign in, and with it sessions and API tokens at once. */
  @Patch(':userName')
  async update(
    @Param({ schema: parameters }) params: z.output<typeof parameters>,
    @Body({ schema: change }) { displayName: name, roles: some, active }: z.output<typeof change>,
    @CurrentCaller() caller: Caller,
  ): Promise<Account & { readonly ended: Ended }> {
    const wanted = {
      ...(name !== undefined && { displayName: name }),
      ...(some !== undefined && { roles: some }),
      ...(active !== undefined && { active }),
    };
    const { account, ended } = await this.changeAccount.execute(params.userName, wanted, caller);
    return { ...account, ended };
  }

  /** Another one-time password, for somebody who has lost theirs; ends the sessions. */
  @Post(':userName/password')
  @HttpCode(201)
  @Header('cache-control', 'no-store')
  async password(
    @Param({ schema: parameters }) params: z.output<typeof parameters>,
    @CurrentCaller() caller: Caller,
  ): Promise<GivenPassword> {
    const { password, expiresAt } = await this.resetPassword.execute(params.userName, caller);
    return { oneTimePassword: password.reveal(), passwordExpiresAt: expiresAt };
  }
}
