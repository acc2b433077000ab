import { ExampleSystem, examplePeople, hire } from '@trivium/example';
import {
  freePort,
  kafkaRuntime,
  loopback,
  projectRoot,
  runCommand,
  services,
  silent,
  startPostgres,
  startProcess,
  startValkey,
  valkeyBinary,
  type RunningProcess,
  type Service,
  type StackAddress,
} from '@trivium/local';
import { Redis } from 'ioredis';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installProduction, layOut } from './production-layout.contract.js';

/** The steps of `docker compose up`, by hand and with real servers: every program runs from the layout of its image. */
describe('a deployment', () => {
  let folder: string;
  let provisionImage: string;
  const started: { stop(): Promise<void> }[] = [];
  const at = (...path: string[]) => join(folder, ...path);
  let applySettings: Record<string, string>;
  let ports: Record<Service, number>;
  let cachePort: number;
  let cache: RunningProcess;

  const provision = (command: 'prepare' | 'apply', env: Record<string, string>) =>
    runCommand(process.execPath, [join(provisionImage, 'tools/dist/src/provision.js'), command], {
      cwd: provisionImage,
      env,
    });

  async function keep<T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> {
    const server = await starting;
    started.push(server);
    return server;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trivium-deployment-'));
    await chmod(folder, 0o711);
    await runCommand(process.execPath, [join(projectRoot(), 'tools/build.mjs')]);
    await installProduction(folder);
    provisionImage = await layOut('provision', folder);
    ports = Object.fromEntries(
      await Promise.all(services.map(async (service) => [service, await freePort()] as const)),
    ) as Record<Service, number>;
  }, 180_000);

  afterAll(async () => {
    await Promise.all(started.map((one) => one.stop()));
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  /** The broker's programs where its image has them, run by the Java of this machine. */
  async function kafkaHome(): Promise<string> {
    const { java, classPath } = await kafkaRuntime();
    await mkdir(at('kafka-home', 'bin'), { recursive: true });
    const program = (name: string, main: string, flags = '') =>
      writeFile(
        at('kafka-home', 'bin', name),
        `#!/bin/sh\nexec "${java.command}" -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 ${flags} -cp "${classPath}" ${main} "$@"\n`,
        { mode: 0o755 },
      );
    const info = '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info';
    await program('kafka-storage.sh', 'kafka.tools.StorageTool');
    await program(
      'kafka-server-start.sh',
      'kafka.Kafka',
      `-Dorg.slf4j.simpleLogger.defaultLogLevel=warn ${info}`,
    );
    return at('kafka-home');
  }

  it('prepares the files from which the broker starts, and the broker starts from them', async () => {
    const [broker, outside, controller] = await Promise.all([freePort(), freePort(), freePort()]);
    cachePort = await freePort();
    await provision('prepare', {
      TRIVIUM_STATE_DIR: at('state'),
      TRIVIUM_SERVERS_DIR: at('servers'),
      TRIVIUM_KAFKA_ADDRESS: `${loopback}:${broker}`,
      TRIVIUM_PUBLIC_BROKERS: `${loopback}:${outside}`,
      TRIVIUM_KAFKA_CONTROLLER: `${loopback}:${controller}`,
      TRIVIUM_KAFKA_DATA_DIR: at('kafka-data'),
      TRIVIUM_POSTGRES_ADDRESS: 'postgres:5432',
      TRIVIUM_VALKEY_ADDRESS: 'valkey:6379',
      TRIVIUM_CACHE_ADDRESS: `${loopback}:${cachePort}`,
    });
    await keep(
      startProcess({
        name: 'Kafka',
        command: 'sh',
        args: [join(projectRoot(), 'deploy', 'kafka-start.sh'), at('servers', 'kafka')],
        env: { TRIVIUM_KAFKA_FILES: at('servers', 'kafka'), KAFKA_HOME: await kafkaHome() },
        pidFile: at('run', 'kafka.pid'),
        logFile: at('logs', 'kafka.log'),
        mark: folder,
        ready: (log) => log.includes('Kafka Server started'),
      }),
    );
    applySettings = {
      KAFKA_BROKERS: `${loopback}:${broker}`,
      KAFKA_USERNAME: (await readFile(at('state', 'access', 'kafka-username'), 'utf8')).trim(),
      KAFKA_PASSWORD_FILE: at('state', 'access', 'kafka-password'),
      TRIVIUM_PUBLIC_BROKERS: `${loopback}:${outside}`,
    };
  }, 120_000);

  /** As the Compose file does; its server is found by the name that it has in its image. */
  async function startCache(): Promise<void> {
    await Promise.all([mkdir(at('cache-bin'), { recursive: true }), mkdir(at('cache'), { recursive: true })]);
    const program = at('cache-bin', 'valkey-server');
    if (!existsSync(program)) await symlink(await valkeyBinary(silent), program);
    const flags = ['--port', String(cachePort), '--bind', loopback];
    const starting = startProcess({
      name: 'cache',
      command: 'sh',
      args: [join(projectRoot(), 'deploy', 'cache-start.sh'), ...flags],
      env: {
        PATH: `${at('cache-bin')}:${process.env.PATH}`,
        TRIVIUM_CACHE_FILES: at('servers', 'cache'),
        TRIVIUM_CACHE_DATA: at('cache'),
      },
      pidFile: at('run', 'cache.pid'),
      logFile: at('logs', 'cache.log'),
      mark: 'valkey-server',
      ready: (log) => log.includes('Ready to accept connections'),
    });
    cache = await keep(starting);
  }

  it('provisions servers that are named by the environment, twice with the same outcome', async () => {
    const [postgres, valkey] = await Promise.all([
      keep(startPostgres({ dataDir: at('postgres'), throwaway: true })),
      keep(startValkey({ dataDir: at('valkey') })),
      startCache(),
    ]);
    Object.assign(applySettings, {
      TRIVIUM_STATE_DIR: at('state'),
      TRIVIUM_SERVICES_DIR: at('services'),
      TRIVIUM_SPOOL_DIR: at('spool'),
      DATABASE_URL: postgres.adminUrl,
      VALKEY_URL: valkey.url,
      TRIVIUM_CACHE_URL_FILE: at('state', 'access', 'cache-url'),
      TRIVIUM_SERVICE_PORTS: services.map((service) => `${service}=${ports[service]}`).join(','),
    });
    await provision('apply', applySettings);
    const written = await contents(at('services'));
    await provision('apply', applySettings);
    expect(await contents(at('services'))).toEqual(written);
    expect(Object.keys(written)).toEqual(
      expect.arrayContaining(['workforce/targets.yaml', 'gateway/service.env']),
    );
  }, 120_000);

  it('keeps what it writes for a service to its owner', async () => {
    const files = Object.keys(await contents(at('services')));
    const modes = await Promise.all(
      files.map(async (file) => (await stat(at('services', file))).mode & 0o777),
    );
    expect(new Set(modes)).toEqual(new Set([0o600]));
  });

  /** In containers all images are at one path; here each has its own, so what points into it is moved. */
  async function environmentOf(service: Service, image: string): Promise<string> {
    const text = await readFile(at('services', service, 'service.env'), 'utf8');
    await writeFile(at(`${service}.env`), text.replaceAll(provisionImage, image));
    return at(`${service}.env`);
  }

  async function startService(service: Service): Promise<RunningProcess> {
    const image = await layOut(service, folder);
    const environment = await environmentOf(service, image);
    const flags = ['--import', '@trivium/telemetry/register'];
    return startProcess({
      name: service,
      command: process.execPath,
      args: [`--env-file=${environment}`, ...flags, 'dist/src/main.js'],
      cwd: join(image, 'apps', service),
      pidFile: at('run', `${service}.pid`),
      logFile: at('logs', `${service}.log`),
      mark: folder,
      ready: () => answers(`http://${loopback}:${ports[service]}/health/ready`),
      readyTimeoutMs: 120_000,
    });
  }

  it('runs every service from its image, with packages of production alone, until it is ready', async () => {
    await Promise.all(services.map((service) => keep(startService(service))));
    const address = JSON.parse(await readFile(at('state', 'local.json'), 'utf8')) as StackAddress;
    const system = await ExampleSystem.open(address);
    const people = await hire(system, examplePeople(12, 'deployment'));
    const targets = people.flatMap(({ accounts }) => accounts.map(({ target }) => target));
    expect(new Set(targets)).toEqual(new Set(['orders-db', 'cache']));
  }, 180_000);

  it('keeps the users of the example cache when that starts again', async () => {
    const made = await cacheUsers();
    await cache.stop();
    await startCache();
    expect(made.length).toBeGreaterThan(2);
    expect(await cacheUsers()).toEqual(made);
  });

  async function cacheUsers(): Promise<readonly unknown[]> {
    const redis = new Redis((await readFile(at('state', 'access', 'cache-url'), 'utf8')).trim());
    const users = (await redis.call('ACL', 'LIST')) as unknown[];
    await redis.quit();
    return users.sort();
  }
});

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files.map(
    async (file) => [file.slice(folder.length + 1), await readFile(file, 'utf8')] as const,
  );
  return Object.fromEntries(await Promise.all(read));
}
