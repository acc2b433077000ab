import { Secret, sha256Hex } from '@trivium/credentials';
import { CurrentCaller, Public, Roles, type Caller } from '@trivium/runtime';
import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AUTH_STORE } from '../gateway.tokens.js';
import type { AuthStore } from './auth.store.js';
import { sessionCookie } from './public-callers.http.js';
import { sessionSeconds, SignIn } from './sign-in.js';

const password = z
  .string()
  .min(1)
  .max(1_000)
  .transform((text) => new Secret(text));
const credentials = z.strictObject({
  username: z.string().min(1).max(200).toLowerCase(),
  password,
  newPassword: password.optional(),
});

@Controller('v1/session')
export class SessionController {
  constructor(
    private readonly signIn: SignIn,
    @Inject(AUTH_STORE) private readonly store: AuthStore,
  ) {}

  /** Signs somebody in and sets the session's cookie; with `newPassword` that one is good from now on, and all other sessions are over. */
  @Post()
  @Public()
  @HttpCode(204)
  async open(
    @Body({ schema: credentials }) { username, ...proof }: z.output<typeof credentials>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const token = await this.signIn.execute({ userName: username, ...proof });
    const secure = request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https';
    void reply.setCookie(sessionCookie, token.reveal(), {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure,
      maxAge: sessionSeconds,
    });
  }

  /** Who is asking, and in which roles. */
  @Get()
  @Roles('admin', 'security', 'owner', 'manager', 'auditor', 'soc')
  current(@CurrentCaller() caller: Caller): Caller {
    return caller;
  }

  /** Ends the session. */
  @Delete()
  @Public()
  @HttpCode(204)
  async close(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const session = request.cookies[sessionCookie];
    if (session) await this.store.closeSession(sha256Hex(session));
    void reply.clearCookie(sessionCookie, { path: '/' });
  }
}
