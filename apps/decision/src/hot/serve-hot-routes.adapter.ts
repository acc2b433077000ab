import { asProblem, LOGGER, Problem, sendProblem } from '@trivium/runtime';
import type { Logger } from '@trivium/telemetry';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import Fastify, { type FastifyInstance } from 'fastify';
import { EvaluateAccess } from '../authzen/evaluate-access.js';
import { serveEvaluation } from '../authzen/evaluation.http.js';
import { RegisteredClients } from '../clients/registered-clients.js';
import { IntrospectToken } from '../oauth/introspection/introspect-token.js';
import { SignIntrospection } from '../oauth/introspection/sign-introspection.js';
import { serveIntrospection } from '../oauth/introspection/introspection.http.js';
import { Tally } from './tally.js';
import { putBefore } from './put-before.http.js';

const bodyLimit = 128 * 1024;

/**
 * The two questions that are asked at every act go to a Fastify of their own behind the same port: Nest's adapter runs nine hooks
 * around each request, which cost more than the answer. Everything else passes through Nest.
 */
@Injectable()
export class ServeHotRoutes implements OnModuleInit, OnModuleDestroy {
  readonly #server: FastifyInstance = Fastify({ bodyLimit, exposeHeadRoutes: false });

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly introspect: IntrospectToken,
    private readonly sign: SignIntrospection,
    private readonly evaluate: EvaluateAccess,
    private readonly clients: RegisteredClients,
    private readonly tally: Tally,
    @Inject(LOGGER) private readonly log: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    this.#prepare();
    const paths = [
      serveIntrospection(this.#server, this.introspect, this.sign, this.clients, this.tally),
      serveEvaluation(this.#server, this.evaluate, this.clients, this.tally),
    ];
    await this.#server.ready();
    putBefore(this.host.httpAdapter.getInstance<FastifyInstance>().server, paths, this.#server);
  }

  async onModuleDestroy(): Promise<void> {
    await this.#server.close();
  }

  #prepare(): void {
    this.#server.removeContentTypeParser('text/plain');
    this.#server.setNotFoundHandler((_, reply) => sendProblem(reply, onlyPost()));
    this.#server.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string' },
      (_, body, done) => done(null, body),
    );
    this.#server.setErrorHandler((error, _, reply) => {
      const problem = asProblem(error);
      if (problem.status >= 500) this.log.error({ err: problem.cause ?? problem }, problem.message);
      sendProblem(reply, problem);
    });
  }
}

/** Only the paths of the two questions come here, so what is not found is their method. */
function onlyPost(): Problem {
  const detail = 'This address answers POST only.';
  return new Problem({ status: 405, code: 'ERR_METHOD_NOT_ALLOWED', detail, headers: { allow: 'POST' } });
}
