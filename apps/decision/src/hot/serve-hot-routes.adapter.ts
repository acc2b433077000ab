import { LOGGER } from '@trivium/runtime';
import type { Logger } from '@trivium/telemetry';
import { Inject, Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { AuthzenRoutes } from '../authzen/authzen-routes.adapter.js';
import { RegisteredClients } from '../clients/registered-clients.js';
import { IntrospectToken } from '../oauth/introspection/introspect-token.js';
import { SignIntrospection } from '../oauth/introspection/sign-introspection.js';
import { serveIntrospection, type IntrospectionParts } from '../oauth/introspection/introspection.http.js';
import { IntrospectingClients } from '../oauth/introspection/introspecting-clients.js';
import { hotServer } from './hot-server.http.js';
import { Tally } from './tally.js';
import { putBefore } from './put-before.http.js';

/**
 * The questions that are asked at every act go to a Fastify of their own behind the same port: Nest's adapter runs nine hooks
 * around each request, which cost more than the answer. Everything else passes through Nest.
 */
@Injectable()
export class ServeHotRoutes implements OnModuleInit, OnModuleDestroy {
  readonly #server: FastifyInstance;
  readonly #introspection: IntrospectionParts;

  constructor(
    private readonly host: HttpAdapterHost,
    introspect: IntrospectToken,
    sign: SignIntrospection,
    callers: RegisteredClients,
    clients: IntrospectingClients,
    tally: Tally,
    private readonly authzen: AuthzenRoutes,
    @Inject(LOGGER) log: Logger,
  ) {
    this.#server = hotServer(log);
    this.#introspection = { introspect, sign, callers, clients, tally };
  }

  async onModuleInit(): Promise<void> {
    const paths = [
      serveIntrospection(this.#server, this.#introspection),
      ...this.authzen.serve(this.#server),
    ];
    await this.#server.ready();
    putBefore(this.host.httpAdapter.getInstance<FastifyInstance>().server, paths, this.#server);
  }

  async onModuleDestroy(): Promise<void> {
    await this.#server.close();
  }
}
