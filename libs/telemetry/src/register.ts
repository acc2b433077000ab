/** Loaded by `node --import @trivium/telemetry/register` before anything else, so that instrumentation sees every module load. */
import { startTelemetry } from './start.js';

await startTelemetry();
