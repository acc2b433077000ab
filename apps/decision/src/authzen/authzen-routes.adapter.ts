import type { KeyRing } from '@trivium/credentials';
import type { ChainReader } from '@trivium/revocation';
import { CLOCK, type Clock } from '@trivium/runtime';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { RegisteredClients } from '../clients/registered-clients.js';
import { CHAINS, TOKEN_KEYS } from '../decision.tokens.js';
import { Tally } from '../hot/tally.js';
import { AnswerEvaluation } from './answer-evaluation.js';
import { serveAuthzen } from './authzen.http.js';
import {
  accessRequestCapability,
  describeDecisionPoint,
  metadataPath,
  PublishAuthzenMetadata,
} from './authzen-metadata.js';
import { DENIALS, type Denials } from './denials.js';
import { EvaluateBatch } from './evaluate-batch.js';
import { SearchAccess } from './search-access.js';

/** The address under which callers reach this service (`string`). */
export const DECISION_POINT = Symbol('DecisionPoint');

/** Every address of the AuthZEN Authorization API. */
@Injectable()
export class AuthzenRoutes {
  constructor(
    private readonly evaluate: AnswerEvaluation,
    private readonly search: SearchAccess,
    private readonly clients: RegisteredClients,
    private readonly tally: Tally,
    @Inject(CHAINS) private readonly chains: ChainReader,
    @Inject(TOKEN_KEYS) private readonly keys: KeyRing,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DENIALS) private readonly denials: Denials,
    @Inject(DECISION_POINT) private readonly address: string,
  ) {}

  /** Returns the paths that `server` answers from here on. */
  serve(server: FastifyInstance): readonly string[] {
    const { evaluate, search, denials, clients, tally } = this;
    const batch = new EvaluateBatch(evaluate, this.chains);
    return [
      this.#serveMetadata(server),
      ...serveAuthzen(server, { evaluate, batch, search, denials, clients, tally }),
    ];
  }

  #serveMetadata(server: FastifyInstance): string {
    const metadata = describeDecisionPoint(this.address, [accessRequestCapability]);
    const publish = new PublishAuthzenMetadata(metadata, this.keys, this.clock);
    server.get(metadataPath, { exposeHeadRoute: true }, async (_, reply) => {
      void reply.header('cache-control', 'public, max-age=60');
      return reply.header('content-type', 'application/json; charset=utf-8').send(await publish.execute());
    });
    return metadataPath;
  }
}
