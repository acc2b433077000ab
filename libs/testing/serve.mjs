/**
 * Keeps test servers up until Ctrl-C, to run integration specs against again and again:
 * `node libs/testing/serve.mjs`, then paste the printed line into the other terminal.
 */
import { startTestServers } from './test-servers.mjs';

const servers = await startTestServers(4);
process.stdout.write(`export TRIVIUM_TEST_SERVERS='${JSON.stringify(servers.access)}'\n`);
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => servers.stop().then(() => process.exit(0)));
setInterval(() => {}, 2 ** 30);
