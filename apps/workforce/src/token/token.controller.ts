import { personId as personIdSchema } from '@trivium/contracts';
import type { Transaction } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import { ClaimSecret, type RoadRevocation } from '@trivium/revocation';
import { CLOCK, conflict, CurrentCaller, notFound, Roles, type Caller, type Clock } from '@trivium/runtime';
import { GOVERNANCE, RoadAssertions, ROAD_REVOCATION } from '@trivium/service';
import { Controller, Header, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { PERSONS, type PersonStore } from '../person/person.store.js';

const ofPerson = z.object({ personId: personIdSchema });
const ofAccount = ofPerson.extend({
  accountId: z.string().regex(/^acc_[0-9a-f-]{36}$/, 'must be acc_<uuid>'),
});
const assertionSeconds = 60;

/** What a person needs to get in: an assertion for the token endpoint, and the secret of an account, shown once. */
@Controller('persons/:personId')
@Roles('admin')
export class TokenController {
  constructor(
    @Inject(PERSONS) private readonly persons: PersonStore,
    private readonly assertions: RoadAssertions,
    private readonly claimSecret: ClaimSecret,
    @Inject(ROAD_REVOCATION) private readonly road: RoadRevocation,
    @Inject(GOVERNANCE) private readonly model: GovernanceModel,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** An assertion over the person, for the token endpoint (RFC 7523). */
  @Post('assertions')
  @HttpCode(201)
  @Header('cache-control', 'no-store')
  async assert(
    @Param({ schema: ofPerson }) { personId }: z.output<typeof ofPerson>,
  ): Promise<{ readonly assertion: string; readonly expiresIn: number }> {
    const person = await this.persons.find(personId);
    if (!person) throw notFound(`there is no person ${personId}`);
    if (person.state === 'left') throw conflict('this person has left and is given nothing');
    const chain = [{ id: personId, generation: person.generation }];
    return {
      assertion: await this.assertions.sign({ subject: personId, chain, expiresIn: assertionSeconds }),
      expiresIn: assertionSeconds,
    };
  }

  /** The secret of an account, once. */
  @Post('accounts/:accountId/secret')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  async secret(
    @Param({ schema: ofAccount }) { personId, accountId }: z.output<typeof ofAccount>,
    @CurrentCaller() caller: Caller,
  ): Promise<{ readonly secret: string }> {
    const secret = await this.claimSecret.execute(accountId, personId, (tx) =>
      this.#shown(tx, personId, accountId, caller),
    );
    if (!secret) throw notFound('this person has no such active account, or its secret was shown before');
    return { secret: secret.reveal() };
  }

  #shown(tx: Transaction, personId: string, accountId: string, { subject }: Caller): Promise<void> {
    const entry = {
      action: 'secret.shown',
      outcome: 'success' as const,
      actor: { id: subject, kind: 'caller' as const },
      subject: { id: personId, kind: 'person' },
      account: accountId,
    };
    return this.road.announce.recorded(tx, [entry], {
      at: this.clock.now(),
      policyVersion: this.model.version,
    });
  }
}
