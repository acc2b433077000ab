import { lifecycleTopic, revocationTopic, topics } from '@trivium/contracts';
import { eventually } from '@trivium/example';
import type { Road } from '@trivium/identity';
import type { Admin } from 'kafkajs';

const lanes: Readonly<Record<Road, readonly string[]>> = {
  workforce: [lifecycleTopic('workforce'), revocationTopic('workforce')],
  workload: [lifecycleTopic('workload'), revocationTopic('workload'), topics.workloadChange],
  agent: [lifecycleTopic('agent'), revocationTopic('agent')],
};

/** Resolves when the road has read everything that was sent to it; offsets are committed once a second. */
export async function drained(admin: Admin, road: Road): Promise<void> {
  const empty = async () =>
    (await Promise.all(lanes[road].map((lane) => lagOf(admin, road, lane)))).every((lag) => lag === 0);
  await eventually(`the ${road} road to have read everything`, empty, 120_000, 100);
}

/** Messages of one topic that the road's group has not done with; a topic it does not read has none. */
async function lagOf(admin: Admin, road: Road, topic: string): Promise<number> {
  const [ends, [group]] = await Promise.all([
    admin.fetchTopicOffsets(topic),
    admin.fetchOffsets({ groupId: `${road}.${topic}`, topics: [topic] }),
  ]);
  const done = new Map(group?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
  if ([...done.values()].every((offset) => offset < 0)) return 0;
  return ends.reduce((lag, { partition, high, low }) => {
    const at = done.get(partition) ?? -1;
    return lag + Math.max(0, Number(high) - (at < 0 ? Number(low) : at));
  }, 0);
}
