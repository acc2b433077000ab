import { deploymentReportedV1, joinerReceivedV1, leaverReceivedV1, secretLeakedV1 } from '@trivium/contracts';
import { personIdFor } from '@trivium/identity';
import type { Kafka, Producer } from 'kafkajs';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { BenchSystem } from '../bench-system.js';
import { kafkaEvent, type KafkaEvent } from '../event-message.js';
import type { Ending } from '../roads/benched-road.js';
import type { FloodScene } from './flood-work.js';
import type { SharedLaneOrder } from './shared-lane.worker.js';

const topic = 'bench.shared';
const tickMs = 20;

/** The same handlers behind one topic and one consumer: what the roads would be without their separation. */
export class SharedLane {
  private constructor(
    private readonly worker: Worker,
    private readonly producer: Producer,
  ) {}

  static async open({ stack }: BenchSystem, kafka: Kafka, producer: Producer): Promise<SharedLane> {
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic, numPartitions: 4 }], waitForLeaders: true });
    await admin.disconnect();
    const { brokers, admin: login } = stack.servers.kafka;
    const workerData: SharedLaneOrder = { ...login, brokers: brokers.split(','), topic };
    const worker = new Worker(new URL('./shared-lane.worker.js', import.meta.url), { workerData });
    await once(worker, 'message');
    return new SharedLane(worker, producer);
  }

  async send(events: readonly KafkaEvent[]): Promise<void> {
    const messages = events.map(({ topic: home, key, value, headers }) => ({
      key,
      value,
      headers: { ...headers, bench_topic: home },
    }));
    await this.producer.send({ topic, acks: -1, messages });
  }

  /** The same end, sent to the shared lane instead of the gateway. */
  through({ token, event }: Ending): Ending {
    const [made] = event ? [event()] : [];
    if (!made) throw new Error('this road takes no event for it');
    return { token, send: () => this.send([made]) };
  }

  /** Sends so many events per second until told to stop. */
  flow(perSecond: number, make: (turn: number) => KafkaEvent): () => Promise<void> {
    const state = { going: true };
    const run = async () => {
      const from = performance.now();
      for (let sent = 0; state.going; await pause(tickMs)) {
        const due = Math.floor(((performance.now() - from) / 1000) * perSecond) - sent;
        if (due <= 0) continue;
        await this.send(Array.from({ length: due }, (_, at) => make(sent + at)));
        sent += due;
      }
    };
    const running = run();
    return () => ((state.going = false), running);
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}

/** The events of the same ordinary work that floods the separate roads. */
export const floodEvents = {
  workforce:
    ({ stayer: { personId, externalId, displayName } }: FloodScene, source: string) =>
    (turn: number): KafkaEvent => {
      const at = new Date().toISOString();
      const nobody = {
        source,
        externalId: `nobody-${turn % 50}`,
        occurredAt: at,
        effectiveAt: at,
        receivedAt: at,
      };
      return turn % 2 === 0
        ? kafkaEvent(joinerReceivedV1, {
            personId,
            source,
            externalId,
            displayName,
            occurredAt: at,
            receivedAt: at,
          })
        : kafkaEvent(leaverReceivedV1, { ...nobody, personId: personIdFor(source, nobody.externalId) });
    },
  workload:
    ({ repository }: FloodScene) =>
    (turn: number): KafkaEvent => {
      const [at, source] = [new Date().toISOString(), 'github'];
      const deployment = {
        environment: 'production',
        state: 'success' as const,
        ref: 'main',
        sha: 'a'.repeat(40),
        deploymentId: String(turn),
        requestedPermissions: ['orders:read'],
      };
      return turn % 2 === 0
        ? kafkaEvent(deploymentReportedV1, {
            source,
            repository,
            ...deployment,
            occurredAt: at,
            receivedAt: at,
          })
        : kafkaEvent(secretLeakedV1, {
            source,
            repository: `example/nobodys-${turn % 50}`,
            alertNumber: turn,
            secretType: 'other',
            occurredAt: at,
            receivedAt: at,
          });
    },
} as const;
