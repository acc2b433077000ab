import { taskStartedV1 } from '@trivium/contracts';
import type { Delivery } from '@trivium/bus';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { RecordTask, type TaskStarted } from './record-task.js';

@Controller()
export class TaskConsumer {
  constructor(private readonly recordTask: RecordTask) {}

  @EventPattern<unknown>(taskStartedV1.type)
  handle(@Payload() event: TaskStarted, @Ctx() delivery: Delivery): Promise<void> {
    return this.recordTask.execute(delivery.tx, event, delivery.envelope.id);
  }
}
