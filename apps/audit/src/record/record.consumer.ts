import { entryRecordedV1, type AuditEntry } from '@trivium/contracts';
import type { Delivery } from '@trivium/bus';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { RecordEntry } from './record-entry.js';

@Controller()
export class RecordConsumer {
  constructor(private readonly recordEntry: RecordEntry) {}

  @EventPattern<unknown>(entryRecordedV1.type)
  handle(@Payload() entry: AuditEntry, @Ctx() delivery: Delivery): Promise<void> {
    return this.recordEntry.execute(delivery.tx, entry, delivery.envelope.id);
  }
}
