import { Delivery } from '@trivium/bus';
import {
  agentAccessEndedV1,
  agentAccessGrantedV1,
  workforceAccessEndedV1,
  workforceAccessGrantedV1,
  workloadAccessEndedV1,
  workloadAccessGrantedV1,
} from '@trivium/contracts';
import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { FollowGrants, type EndedFact, type GrantedFact } from './follow-grants.js';

/** What each road says about access: the second delivery finds the grant as the first left it. */
@Controller()
export class GrantsConsumer {
  constructor(private readonly follow: FollowGrants) {}

  @EventPattern<unknown>(workforceAccessGrantedV1.type)
  workforceGranted(@Payload() fact: GrantedFact, @Ctx() { tx }: Delivery): Promise<void> {
    return this.follow.granted('workforce', fact, tx);
  }

  @EventPattern<unknown>(workforceAccessEndedV1.type)
  workforceEnded(@Payload() fact: EndedFact, @Ctx() { tx }: Delivery): Promise<void> {
    return this.follow.ended('workforce', fact, tx);
  }

  @EventPattern<unknown>(workloadAccessGrantedV1.type)
  workloadGranted(@Payload() fact: GrantedFact, @Ctx() { tx }: Delivery): Promise<void> {
    return this.follow.granted('workload', fact, tx);
  }

  @EventPattern<unknown>(workloadAccessEndedV1.type)
  workloadEnded(@Payload() fact: EndedFact, @Ctx() { tx }: Delivery): Promise<void> {
    return this.follow.ended('workload', fact, tx);
  }

  @EventPattern<unknown>(agentAccessGrantedV1.type)
  agentGranted(@Payload() fact: GrantedFact, @Ctx() { tx }: Delivery): Promise<void> {
    return this.follow.granted('agent', fact, tx);
  }

  @EventPattern<unknown>(agentAccessEndedV1.type)
  agentEnded(@Payload() fact: EndedFact, @Ctx() { tx }: Delivery): Promise<void> {
    return this.follow.ended('agent', fact, tx);
  }
}
