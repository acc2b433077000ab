/**
 * Starts one real Kafka, one Valkey, and one Postgres per jest worker, in parallel, before integration specs run.
 * Where `TRIVIUM_TEST_SERVERS` is set already (see `serve.mjs`), those are used and nothing is started.
 */
import { startTestServers } from './test-servers.mjs';

export default async function globalSetup({ maxWorkers }) {
  if (process.env.TRIVIUM_TEST_SERVERS) return;
  const servers = await startTestServers(maxWorkers);
  globalThis.triviumTestServers = servers;
  process.env.TRIVIUM_TEST_SERVERS = JSON.stringify(servers.access);
}
