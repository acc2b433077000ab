import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { AlreadyRunning, stopLeftover, writePidFile } from './pid-file.js';
import { loopback } from './ports.js';
import { startPostgres } from './postgres.js';
import { processIdentity } from './process-identity.js';
import { startValkey } from './valkey.js';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'trivium-spec-'));
  await chmod(dataDir, 0o711);
});

afterEach(() => rm(dataDir, { recursive: true, force: true }));

/** What a starter that was killed leaves: its servers run, and the pid file names an owner that is gone. */
async function loseOwner(pidFile: string): Promise<void> {
  const record = JSON.parse(await readFile(pidFile, 'utf8')) as object;
  const owner = { pid: spawnSync('true').pid, startedAt: '1' };
  await writeFile(pidFile, JSON.stringify({ ...record, owner }));
}

describe('starting where an earlier run has been', () => {
  it.each([
    { name: 'Postgres', start: startPostgres, file: 'postgres.pid' },
    { name: 'Valkey', start: startValkey, file: 'valkey.pid' },
  ])('$name: stops what a crashed run left and takes its port and data', async ({ start, file }) => {
    const left = await start({ dataDir });
    await loseOwner(join(dataDir, file));
    const server = await start({ dataDir });
    await expect(processIdentity(left.pid)).resolves.toBeUndefined();
    expect(server.pid).not.toBe(left.pid);
    await server.stop();
    await expect(processIdentity(server.pid)).resolves.toBeUndefined();
  });

  it('Postgres: takes no storage of a data folder that was deleted and made again, also where that storage is elsewhere', async () => {
    // What nobody else may enter, an unprivileged account cannot hold its storage in.
    await chmod(dataDir, 0o700);
    const again = join(dataDir, 'postgres');
    for (let time = 0; time < 2; time += 1) {
      const server = await startPostgres({ dataDir: again });
      const client = new pg.Client({ connectionString: server.adminUrl });
      await client.connect();
      await client.end();
      await server.stop();
      await rm(again, { recursive: true });
    }
  });

  it('leaves alone the servers of a run that is alive, and says whose they are', async () => {
    const server = await startValkey({ dataDir });
    await expect(startValkey({ dataDir })).rejects.toThrow(AlreadyRunning);
    await expect(processIdentity(server.pid)).resolves.toBeDefined();
    await server.stop();
  });

  it('leaves alone a process that only happens to have the pid', async () => {
    const other = spawn('sleep', ['60']);
    await once(other, 'spawn');
    const file = join(dataDir, 'kafka.pid');
    await writePidFile(file, other.pid ?? 0);
    await loseOwner(file);
    await expect(stopLeftover({ name: 'Kafka', file, mark: dataDir })).resolves.toBeUndefined();
    expect(other.exitCode).toBeNull();
    other.kill();
  });

  it('takes another port where the wanted one is busy', async () => {
    const busy = createServer();
    busy.listen(0, loopback);
    await once(busy, 'listening');
    const { port } = busy.address() as { port: number };
    const server = await startValkey({ dataDir, port });
    expect(server.port).not.toBe(port);
    await server.stop();
    busy.close();
  });
});
