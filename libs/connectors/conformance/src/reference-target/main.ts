import { readSettings } from './reference-target.config.js';
import { startOrderTarget } from './order-target.js';

/** Runs the reference target by itself: `ORDER_TARGET_SECRET=whsec_… node …/reference-target/main.js`. */
const { secret, port } = readSettings();
const target = await startOrderTarget([{ secret, may: 'manage' }], port);
process.stdout.write(`takes orders at ${target.url}\n`);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void target.close());
