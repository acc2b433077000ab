import { joinerReceivedV1 } from '@trivium/contracts';
import type { Delivery } from '@trivium/bus';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { ReceiveJoiner, type JoinerReceived } from './receive-joiner.js';

@Controller()
export class JoinerConsumer {
  constructor(private readonly receiveJoiner: ReceiveJoiner) {}

  @EventPattern<unknown>(joinerReceivedV1.type)
  handle(@Payload() event: JoinerReceived, @Ctx() delivery: Delivery): Promise<void> {
    return this.receiveJoiner.execute(delivery.tx, event, { causeId: delivery.envelope.id });
  }
}
