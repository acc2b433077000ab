import { createHash } from 'node:crypto';
import { access, chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './command.js';
import { postgresBinaries, type PostgresBinaries } from './postgres-binaries.js';
import { freePort, loopback } from './ports.js';
import { ProcessFailed, startProcess, type RunningProcess } from './process.js';
import { silent, type Progress } from './progress.js';
import { randomPassword, secretsFile } from './secrets-file.js';
import {
  giveFolder,
  reachableByOthers,
  sharedFolder,
  unprivilegedAccount,
  type Account,
} from './unprivileged.js';

export interface PostgresOptions {
  readonly dataDir: string;
  /** Taken if it is free; else, and when absent, a random one. */
  readonly port?: number;
  /** Commits that a crash of the machine may lose, for specs only. */
  readonly throwaway?: boolean;
  readonly progress?: Progress;
  /** Ends what is starting when somebody no longer wants it. */
  readonly signal?: AbortSignal;
}

export interface EmbeddedPostgres {
  readonly port: number;
  readonly pid: number;
  /** A superuser's connection to the database `postgres`. */
  readonly adminUrl: string;
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data, stopping it first when it runs. */
  restart(): Promise<void>;
}

interface Prepared {
  readonly options: PostgresOptions;
  readonly binaries: PostgresBinaries;
  readonly account: Account | undefined;
  readonly cluster: string;
  readonly port: number;
}

export const postgresAdmin = 'admin';

/**
 * Outside of the data folder it is found by the folder's password, too: a folder that was deleted and made again in the same place has
 * another one, with which the former storage could not be opened.
 */
async function clusterFolder(
  dataDir: string,
  account: Account | undefined,
  password: string,
): Promise<string> {
  const inside = join(dataDir, 'cluster');
  if (!account || (await reachableByOthers(inside))) return inside;
  const key = createHash('sha256').update(`${dataDir}\0${password}`).digest('hex').slice(0, 12);
  return join(await sharedFolder(), `postgres-${key}`);
}

async function prepare(options: PostgresOptions, password: string): Promise<Prepared> {
  const account = await unprivilegedAccount();
  const binaries = await postgresBinaries(account);
  const cluster = await clusterFolder(options.dataDir, account, password);
  if (account) await giveFolder(cluster, account);
  const prepared = { options, binaries, account, cluster, port: await freePort(options.port) };
  if (!(await isInitialised(cluster))) await initialise(prepared, password);
  return prepared;
}

const isInitialised = (cluster: string): Promise<boolean> =>
  access(join(cluster, 'trivium-ready')).then(
    () => true,
    () => false,
  );

async function initialise(
  { options, binaries, account, cluster }: Prepared,
  password: string,
): Promise<void> {
  options.progress?.('Postgres: initialising its storage');
  // What an interrupted initialisation left is incomplete.
  await rm(cluster, { recursive: true, force: true });
  if (account) await giveFolder(cluster, account);
  const passwordFile = `${cluster}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) await chown(passwordFile, account.uid, account.gid);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const login = [`--username=${postgresAdmin}`, '--auth=scram-sha-256', `--pwfile=${passwordFile}`];
  try {
    await runCommand(binaries.initdb, [`--pgdata=${cluster}`, '--no-sync', ...login, ...locale], {
      ...account,
      cwd: '/',
    });
    await writeFile(join(cluster, 'trivium-ready'), '');
  } finally {
    await rm(passwordFile, { force: true });
  }
}

const settings = { listen_addresses: loopback, unix_socket_directories: '', max_connections: '300' };
const throwaway = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '64MB',
};

function run({ options, binaries, account, cluster, port }: Prepared): Promise<RunningProcess> {
  const flags = Object.entries({ ...settings, ...(options.throwaway ? throwaway : {}) });
  options.progress?.('Postgres: starting');
  return startProcess({
    name: 'Postgres',
    command: binaries.postgres,
    args: [
      '-D',
      cluster,
      '-p',
      String(port),
      ...flags.flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    cwd: '/',
    user: account,
    pidFile: join(options.dataDir, 'postgres.pid'),
    logFile: join(options.dataDir, 'postgres.log'),
    mark: cluster,
    signal: options.signal,
    stopSignal: 'SIGINT',
    ready: (log) => log.includes('database system is ready to accept connections'),
  });
}

/** After a crash the last backends hold the shared memory for a moment longer than the server lived. */
async function runAfterCrash(prepared: Prepared, attempts = 50): Promise<RunningProcess> {
  try {
    return await run(prepared);
  } catch (error) {
    const held = error instanceof ProcessFailed && error.log.includes('shared memory block');
    if (!held || attempts === 0) throw error;
    return runAfterCrash(prepared, attempts - 1);
  }
}

/** Starts a real Postgres 18; as root it runs as an unprivileged account. */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  await mkdir(options.dataDir, { recursive: true });
  if (process.getuid?.() === 0) await chmod(options.dataDir, 0o711);
  const secrets = await secretsFile(join(options.dataDir, 'secrets.json'), () => ({
    password: randomPassword(),
  }));
  const prepared = await prepare({ progress: silent, ...options }, secrets.password);
  let running = await runAfterCrash(prepared);
  return {
    port: prepared.port,
    adminUrl: `postgres://${postgresAdmin}:${secrets.password}@${loopback}:${prepared.port}/postgres`,
    get pid() {
      return running.pid;
    },
    stop: () => running.stop(),
    kill: () => running.kill(),
    restart: async () => {
      await running.stop();
      running = await runAfterCrash(prepared);
    },
  };
}
