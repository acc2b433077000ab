import type { Clock } from '@trivium/runtime';
import type { KafkaMessage } from 'kafkajs';
import { setTimeout as wait } from 'node:timers/promises';
import type { BatchDelivery } from './deliver-batch.js';
import { readFailure } from './failure.js';

const beatEveryMs = 1_000;

/** Gives each failed message back to the handlers of the topic it came from, when it is due. */
export async function deliverRetries(
  lanes: ReadonlyMap<string, BatchDelivery>,
  messages: readonly KafkaMessage[],
  clock: Clock,
  beat: () => Promise<void>,
): Promise<void> {
  for (const message of messages) {
    const failure = readFailure(message.headers);
    const lane = failure && lanes.get(failure.topic);
    if (!failure || !lane) continue;
    await untilDue(failure.due, clock, beat);
    await lane.deliver(failure.topic, [message]);
  }
}

async function untilDue(due: Date, clock: Clock, beat: () => Promise<void>): Promise<void> {
  for (
    let left = due.getTime() - clock.now().getTime();
    left > 0;
    left = due.getTime() - clock.now().getTime()
  ) {
    await wait(Math.min(left, beatEveryMs));
    await beat();
  }
}
