import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode } from './errors.js';
import { freePort, loopback } from './ports.js';
import { startProcess, type RunningProcess } from './process.js';
import { silent, type Progress } from './progress.js';
import { randomPassword, secretsFile } from './secrets-file.js';
import { valkeyBinary } from './valkey-binary.js';

export interface ValkeyOptions {
  readonly dataDir: string;
  /** Taken if it is free; else, and when absent, a random one. */
  readonly port?: number;
  /** Logical databases; the server's own default is 16. */
  readonly databases?: number;
  /** Where none is named, those that were made and saved since are kept. */
  readonly users?: ValkeyUsers;
  readonly progress?: Progress;
  /** Ends what is starting when somebody no longer wants it. */
  readonly signal?: AbortSignal;
}

/** Further ACL users by name; the rules are what follows name and password: `~agent:* +@all`. */
export type ValkeyUsers = Readonly<Record<string, { readonly password: string; readonly rules: string }>>;

export interface EmbeddedValkey {
  readonly port: number;
  readonly pid: number;
  /** With the user `admin`, who may do everything. */
  readonly url: string;
  /** The same server with another user. */
  urlFor(user: string, password: string): string;
  stop(): Promise<void>;
  /** Ends it as a crash would; it keeps nothing on disk, so its data is gone. */
  kill(): Promise<void>;
  /** Starts it again, empty, on the same port, stopping it first when it runs. */
  restart(): Promise<void>;
}

export const valkeyAdmin = 'admin';

/** Without a save or an append-only file: what is in it can always be rebuilt, and stale markers must not come back. */
function configuration(options: ValkeyOptions, port: number): string {
  const lines = [
    `bind ${loopback}`,
    `port ${port}`,
    'save ""',
    'appendonly no',
    `databases ${options.databases ?? 16}`,
    `dir ${options.dataDir}`,
    `aclfile ${join(options.dataDir, 'users.acl')}`,
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** An ACL file that lets nobody in but the administrator and these users. */
export function valkeyAclFile(users: ValkeyUsers, adminPassword: string): string {
  const named = Object.entries(users).map(
    ([user, { password, rules }]) => `user ${user} reset on >${password} ${rules}`,
  );
  const admin = `user ${valkeyAdmin} on >${adminPassword} ~* &* +@all`;
  return ['user default off', admin, ...named].map((line) => `${line}\n`).join('');
}

async function prepareUsers({ dataDir, users }: ValkeyOptions, adminPassword: string): Promise<void> {
  const text = valkeyAclFile(users ?? {}, adminPassword);
  try {
    await writeFile(join(dataDir, 'users.acl'), text, { mode: 0o600, flag: users ? 'w' : 'wx' });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}

async function run(options: ValkeyOptions, binary: string): Promise<RunningProcess> {
  const file = join(options.dataDir, 'valkey.conf');
  options.progress?.('Valkey: starting');
  return startProcess({
    name: 'Valkey',
    command: binary,
    args: [file, '--set-proc-title', 'no'],
    cwd: options.dataDir,
    pidFile: join(options.dataDir, 'valkey.pid'),
    logFile: join(options.dataDir, 'valkey.log'),
    mark: file,
    signal: options.signal,
    ready: (log) => log.includes('Ready to accept connections'),
    readyTimeoutMs: 15_000,
  });
}

/** Starts a real Valkey (or a Redis that speaks the same protocol) where nobody gets in without a password. */
export async function startValkey(options: ValkeyOptions): Promise<EmbeddedValkey> {
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const fresh = () => ({ password: randomPassword() });
  const { password } = await secretsFile(join(options.dataDir, 'secrets.json'), fresh);
  const binary = await valkeyBinary(options.progress ?? silent);
  const port = await freePort(options.port);
  const urlFor = (user: string, secret: string) => `redis://${user}:${secret}@${loopback}:${port}`;
  await writeFile(join(options.dataDir, 'valkey.conf'), configuration(options, port), { mode: 0o600 });
  await prepareUsers(options, password);
  let running = await run(options, binary);
  return {
    port,
    url: urlFor(valkeyAdmin, password),
    urlFor,
    get pid() {
      return running.pid;
    },
    stop: () => running.stop(),
    kill: () => running.kill(),
    restart: async () => {
      await running.stop();
      running = await run(options, binary);
    },
  };
}
