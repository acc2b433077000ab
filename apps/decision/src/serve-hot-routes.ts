import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { EvaluateAccess } from './authzen/evaluate-access.js';
import { serveEvaluation } from './authzen/evaluation.http.js';
import { RegisteredClients } from './clients/registered-clients.js';
import { IntrospectToken } from './oauth/introspection/introspect-token.js';
import { serveIntrospection } from './oauth/introspection/introspection.http.js';

/** The two questions that are asked all the time go to Fastify directly; everything else passes through Nest. */
@Injectable()
export class ServeHotRoutes implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly introspect: IntrospectToken,
    private readonly evaluate: EvaluateAccess,
    private readonly clients: RegisteredClients,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    serveIntrospection(server, this.introspect, this.clients);
    serveEvaluation(server, this.evaluate, this.clients);
  }
}
