/** Loaded by `node --import @trivium/telemetry/register` before anything else, so that instrumentation sees every module load. */
import { setSourceMapsSupport } from 'node:module';

// Stack traces name our sources. Those of packages are not worth reading a megabyte of maps for, in every process that starts.
setSourceMapsSupport(true, { nodeModules: false });
const { startTelemetry } = await import('./start.js');
await startTelemetry();
