import {
  inheritedEnv,
  processIdentity,
  projectRoot,
  runCommand,
  startKafka,
  startPostgres,
  startValkey,
} from '@trivium/local';
import { until } from '@trivium/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const patience = { timeoutMs: 150_000 };

/** `npm start` on servers of one's own, as a user runs it: in a process group of its own, as a terminal would. */
class Start {
  output = '';
  readonly exited: Promise<unknown>;
  #ended = false;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.exited = once(child, 'close');
    child.once('exit', () => (this.#ended = true));
  }

  static with(env: Record<string, string>): Start {
    const child = spawn('npm', ['start'], {
      cwd: projectRoot(),
      env: { ...inheritedEnv(), NO_COLOR: '1', ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new Start(child);
  }

  /** Waits until it has said so; a run that ends first never will. */
  async says(text: string): Promise<void> {
    const said = () => this.output.includes(text);
    await until(() => said() || this.#ended, patience).catch((cause: unknown) => {
      throw new Error(`it did not say "${text}" but:\n${this.output}`, { cause });
    });
    if (!said()) throw new Error(`it ended without saying "${text}":\n${this.output}`);
  }

  /** What a terminal does on Ctrl-C: all of the foreground hears it. */
  ctrlC(): void {
    process.kill(-(this.child.pid ?? 0), 'SIGINT');
  }

  /** Ends npm itself, and nothing that it started. */
  killNpm(): void {
    this.child.kill('SIGKILL');
  }

  get exitCode(): number | null {
    return this.child.exitCode;
  }
}

describe('npm start with KAFKA_BROKERS, DATABASE_URL and VALKEY_URL', () => {
  let folder: string;
  let dataDir: string;
  let env: { KAFKA_BROKERS: string } & Record<string, string>;
  const servers: { stop(): Promise<void> }[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'trivium-start-'));
    await chmod(folder, 0o711);
    dataDir = join(folder, 'data');
    await runCommand(process.execPath, [join(projectRoot(), 'tools/build.mjs')]);
    const [kafka, postgres, valkey] = await Promise.all([
      startKafka({ dataDir: join(folder, 'kafka'), quickStart: true, heapMb: 256 }),
      startPostgres({ dataDir: join(folder, 'postgres'), throwaway: true }),
      startValkey({ dataDir: join(folder, 'valkey') }),
    ]);
    servers.push(kafka, postgres, valkey);
    env = {
      TRIVIUM_DATA_DIR: dataDir,
      KAFKA_BROKERS: kafka.brokers,
      KAFKA_USERNAME: kafka.admin.username,
      KAFKA_PASSWORD: kafka.admin.password,
      DATABASE_URL: postgres.adminUrl,
      VALKEY_URL: valkey.url,
    };
  }, 180_000);

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
  }, 60_000);

  /** The processes that this data folder knows of, each with the file that says so. */
  async function running(): Promise<Map<string, number>> {
    const files = (await readdir(dataDir, { recursive: true })).filter((file) => file.endsWith('.pid'));
    const records = files.map(async (file) => {
      const { pid } = JSON.parse(await readFile(join(dataDir, file), 'utf8')) as { pid: number };
      return [file, pid] as const;
    });
    return new Map(await Promise.all(records));
  }

  const names = ['agent', 'audit', 'decision', 'gateway', 'workforce', 'workload'];

  async function ended(processes: Map<string, number>): Promise<void> {
    for (const pid of processes.values())
      await until(async () => (await processIdentity(pid)) === undefined, patience);
  }

  it('embeds nothing but the example cache, refuses a second run, and survives the end of npm', async () => {
    const first = Start.with(env);
    await first.says('Trivium is up');
    const left = await running();
    expect([...left.keys()].sort()).toEqual(
      ['cache/valkey.pid', 'run/start.pid', ...names.map((name) => `run/${name}.pid`)].sort(),
    );

    const refused = Start.with(env);
    await refused.exited;
    expect(refused.output).toContain('is already running here, started by process');
    expect(refused.exitCode).toBe(1);

    first.killNpm();
    const second = Start.with(env);
    await second.says('Trivium is up');
    await ended(left);

    const others = await running();
    second.ctrlC();
    await second.exited;
    expect(second.output).toContain('Everything is stopped');
    await ended(others);
    expect((await running()).size).toBe(0);
  }, 400_000);

  it('leaves no process when it is told to stop while it starts', async () => {
    const start = Start.with(env);
    await start.says('Services: starting');
    await until(async () => (await running()).size > 3, patience);
    const begun = await running();
    start.ctrlC();
    await start.exited;
    await ended(begun);
    expect((await running()).size).toBe(0);
  }, 300_000);

  it('says what is missing of the three ways on a machine that has none of them', async () => {
    const { KAFKA_BROKERS: _, ...unnamed } = env;
    const child = spawn(process.execPath, [join(projectRoot(), 'tools/dist/src/start.js')], {
      env: { ...unnamed, PATH: join(folder, 'nothing'), TRIVIUM_DATA_DIR: join(folder, 'other') },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    await once(child, 'close');
    expect(errors).toContain('not set: KAFKA_BROKERS');
    expect(errors).toContain('Java 17 or newer');
    expect(errors).toContain('missing: Docker');
    expect(child.exitCode).toBe(1);
  }, 60_000);
});
