import { personJoinedV1, personLeftV1, type EventData } from '@trivium/contracts';
import type { Delivery } from '@trivium/bus';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { DELEGATIONS, type DelegationStore } from './delegation.store.js';
import { EndDelegation } from './end-delegation.js';

/** What the agent road has to know of people: who may delegate, and whose delegations are over. */
@Controller()
export class DelegatorConsumer {
  constructor(
    @Inject(DELEGATIONS) private readonly delegations: DelegationStore,
    private readonly endDelegation: EndDelegation,
  ) {}

  @EventPattern<unknown>(personJoinedV1.type)
  joined(
    @Payload() { personId, generation }: EventData<typeof personJoinedV1>,
    @Ctx() { tx }: Delivery,
  ): Promise<void> {
    return this.delegations.saw(tx, { personId, generation, active: true });
  }

  @EventPattern<unknown>(personLeftV1.type)
  async left(
    @Payload() event: EventData<typeof personLeftV1>,
    @Ctx() { tx, envelope }: Delivery,
  ): Promise<void> {
    const { personId, generation, leftAt } = event;
    await this.delegations.saw(tx, { personId, generation, active: false });
    const ending = {
      reason: 'delegator-left' as const,
      actor: { id: personId, kind: 'person' as const },
      eventAt: new Date(leftAt),
      causeId: envelope.id,
    };
    for (const delegationId of await this.delegations.activeOf(tx, personId, generation))
      await this.endDelegation.execute(tx, delegationId, ending);
  }
}
