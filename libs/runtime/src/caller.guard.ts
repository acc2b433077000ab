import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { CALLER_VERIFIER, rememberCaller, type CallerVerifier } from './caller.js';
import { forbidden, Problem, unavailable } from './problem.js';
import { publicKey, rolesKey, type Role } from './roles.js';

/** Denies unless the route names a role and the caller has it. Events are let through: the broker has authenticated their producer. */
@Injectable()
export class CallerGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    @Inject(CALLER_VERIFIER) private readonly verifier: CallerVerifier,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const of = [context.getHandler(), context.getClass()];
    const allowed = this.reflector.getAllAndOverride<readonly Role[] | undefined>(rolesKey, of);
    if (!allowed && this.reflector.getAllAndOverride<boolean | undefined>(publicKey, of)) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = await this.verifier.verify(request).catch(notVerified);
    if (!allowed?.some((role) => caller.roles.includes(role))) throw forbidden('The caller may not do this.');
    rememberCaller(request, caller);
    return true;
  }
}

function notVerified(cause: unknown): never {
  if (cause instanceof Problem) throw cause;
  throw unavailable('The caller could not be verified.', 'ERR_CALLER_UNVERIFIED', { cause });
}
