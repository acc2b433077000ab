/** The thread that takes spooled decisions to the audit road, so that nobody who is answered waits for it. */
import { kafkaClient, kafkaProducer, type KafkaConfig } from '@trivium/bus';
import { systemClock } from '@trivium/runtime';
import { workerData } from 'node:worker_threads';
import { compressOnThisThread } from './compress-on-this-thread.kafka.js';
import { SendSpooled } from './send-spooled.kafka.js';
import type { SpooledFile } from './ship-decisions.js';

compressOnThisThread();

/** What goes wrong is what the call rejects with; it is logged by whoever asked. */
const silent = () => () => undefined;
const producer = kafkaProducer(kafkaClient('decision', workerData as KafkaConfig, silent));
const send = new SendSpooled(producer, systemClock);

export default (file: SpooledFile): Promise<number> => send.execute(file);
