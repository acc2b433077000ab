import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Role } from './roles.js';

/** Who is behind a request. */
export interface Caller {
  /** A person's, token's or machine's own id; what the audit record names. */
  readonly subject: string;
  /**
   * Who answers for it: the person who signed in, and for a token the one who made it, also with the help of another token. Two callers
   * of one person are one person wherever two are needed.
   */
  readonly person: string;
  readonly roles: readonly Role[];
}

/** Who did something, for the record and for rules about people. */
export type Doer = Pick<Caller, 'subject' | 'person'>;

export const CALLER_VERIFIER = Symbol('CALLER_VERIFIER');

/** Tells who sent a request. */
export interface CallerVerifier {
  /**
   * MUST reject with a 401 `Problem` when the request carries no valid proof of its caller, and MUST NOT say which part of a proof was
   * wrong. Any other rejection means that nothing could be found out (a key set that does not answer) and is reported as 503.
   */
  verify(request: FastifyRequest): Promise<Caller>;
}

const callers = new WeakMap<object, Caller>();

export function rememberCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}

export function callerOf(request: FastifyRequest): Caller {
  const caller = callers.get(request);
  if (!caller) throw new Error('this route has no caller; it is @Public()');
  return caller;
}

/** The verified caller, as a handler's parameter. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller =>
  callerOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
