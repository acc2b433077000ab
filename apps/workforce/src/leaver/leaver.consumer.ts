import { leaverReceivedV1 } from '@trivium/contracts';
import type { Delivery } from '@trivium/bus';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { RevokeLeaver, type LeaverReceived } from './revoke-leaver.js';

@Controller()
export class LeaverConsumer {
  constructor(private readonly revokeLeaver: RevokeLeaver) {}

  @EventPattern<unknown>(leaverReceivedV1.type)
  handle(@Payload() event: LeaverReceived, @Ctx() delivery: Delivery): Promise<void> {
    return this.revokeLeaver.execute(delivery.tx, event, delivery.envelope.id);
  }
}
