import { LongRunningTasks } from '@trivium/runtime';
import type { RoadRevocation } from '@trivium/revocation';
import { Inject, Injectable } from '@nestjs/common';
import { ROAD_REVOCATION } from './tokens.js';

/** Keeps markers complete and works on every target until shutdown. */
@Injectable()
export class RunRoad {
  constructor(
    @Inject(LongRunningTasks) tasks: LongRunningTasks,
    @Inject(ROAD_REVOCATION) road: RoadRevocation,
  ) {
    tasks.add(...road.tasks);
  }
}
