import { decisionsRecordedV1 } from '@trivium/contracts';
import type { Delivery } from '@trivium/bus';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { RecordDecisions, type ReportedDecisions } from './record-decisions.js';

@Controller()
export class DecisionsConsumer {
  constructor(private readonly recordDecisions: RecordDecisions) {}

  @EventPattern<unknown>(decisionsRecordedV1.type)
  handle(@Payload() reported: ReportedDecisions, @Ctx() delivery: Delivery): Promise<void> {
    return this.recordDecisions.execute(delivery.tx, reported, delivery.envelope.id);
  }
}
