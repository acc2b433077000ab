import { deploymentReportedV1 } from '@trivium/contracts';
import type { Delivery } from '@trivium/bus';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { ReviewDeployment, type DeploymentReported } from './review-deployment.js';

@Controller()
export class DeploymentConsumer {
  constructor(private readonly reviewDeployment: ReviewDeployment) {}

  @EventPattern<unknown>(deploymentReportedV1.type)
  handle(@Payload() event: DeploymentReported, @Ctx() delivery: Delivery): Promise<void> {
    return this.reviewDeployment.execute(delivery.tx, event, delivery.envelope.id);
  }
}
