import { decisionsRecordedV1, decisionsRecordedV2, templated, type EventData } from '@trivium/contracts';
import type { Delivery } from '@trivium/bus';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { RecordDecisions } from './record-decisions.js';

@Controller()
export class DecisionsConsumer {
  constructor(private readonly recordDecisions: RecordDecisions) {}

  @EventPattern<unknown>(decisionsRecordedV2.type)
  handle(
    @Payload() { spool, gaps, ...answered }: EventData<typeof decisionsRecordedV2>,
    @Ctx() delivery: Delivery,
  ) {
    return this.recordDecisions.execute(delivery.tx, { spool, gaps, answered }, delivery.envelope.id);
  }

  /** Of a decision point of a former version. */
  @EventPattern<unknown>(decisionsRecordedV1.type)
  handleWhole(
    @Payload() { records, ...said }: EventData<typeof decisionsRecordedV1>,
    @Ctx() delivery: Delivery,
  ) {
    const reported = { ...said, answered: templated(records) };
    return this.recordDecisions.execute(delivery.tx, reported, delivery.envelope.id);
  }
}
