import { secretLeakedV1 } from '@trivium/contracts';
import type { Delivery } from '@trivium/bus';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { RotateLeaked, type SecretLeaked } from './rotate-leaked.js';

@Controller()
export class LeakConsumer {
  constructor(private readonly rotateLeaked: RotateLeaked) {}

  @EventPattern<unknown>(secretLeakedV1.type)
  handle(@Payload() event: SecretLeaked, @Ctx() delivery: Delivery): Promise<void> {
    return this.rotateLeaked.execute(delivery.tx, event, delivery.envelope.id);
  }
}
