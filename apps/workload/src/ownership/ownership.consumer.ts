import { personLeftV1, type EventData } from '@trivium/contracts';
import type { Delivery } from '@trivium/bus';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { OrphanNhis } from './orphan-nhis.js';

@Controller()
export class OwnershipConsumer {
  constructor(private readonly orphanNhis: OrphanNhis) {}

  @EventPattern<unknown>(personLeftV1.type)
  left(@Payload() { personId }: EventData<typeof personLeftV1>, @Ctx() delivery: Delivery): Promise<void> {
    return this.orphanNhis.execute(delivery.tx, personId, delivery.envelope.id);
  }
}
