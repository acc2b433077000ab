import { personJoinedV1, personLeftV1, type EventData } from '@trivium/contracts';
import type { Delivery } from '@trivium/bus';
import { Controller, Inject } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { OrphanNhis } from './orphan-nhis.js';
import { OWNERS, type OwnerStore } from './owner.store.js';

@Controller()
export class OwnershipConsumer {
  constructor(
    private readonly orphanNhis: OrphanNhis,
    @Inject(OWNERS) private readonly owners: OwnerStore,
  ) {}

  @EventPattern<unknown>(personJoinedV1.type)
  joined(
    @Payload() { personId, generation }: EventData<typeof personJoinedV1>,
    @Ctx() { tx }: Delivery,
  ): Promise<void> {
    return this.owners.saw(tx, { personId, generation, gone: false });
  }

  @EventPattern<unknown>(personLeftV1.type)
  left(@Payload() event: EventData<typeof personLeftV1>, @Ctx() delivery: Delivery): Promise<void> {
    return this.orphanNhis.execute(delivery.tx, event, delivery.envelope.id);
  }
}
