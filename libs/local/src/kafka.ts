import { randomBytes } from 'node:crypto';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { cached, isCached } from './cache.js';
import { runCommand } from './command.js';
import { findJava, javaIsAtHand, type Java } from './java.js';
import { kafkaAdmin, kafkaProperties, type KafkaCertificate, type KafkaSecrets } from './kafka-config.js';
import { maven, mavenWorks } from './registries.js';
import { freePort, loopback } from './ports.js';
import { startProcess, type RunningProcess } from './process.js';
import { silent, type Progress } from './progress.js';
import { projectRoot } from './project.js';
import { randomPassword, secretsFile } from './secrets-file.js';

export interface KafkaOptions {
  readonly dataDir: string;
  /** Taken if it is free; else, and when absent, a random one. */
  readonly port?: number;
  readonly heapMb?: number;
  /** Starts in half the time and runs slower under load: for specs. */
  readonly quickStart?: boolean;
  /** Clients are spoken to in TLS. */
  readonly certificate?: KafkaCertificate;
  readonly progress?: Progress;
  /** Ends what is starting when somebody no longer wants it. */
  readonly signal?: AbortSignal;
}

export interface KafkaAccess {
  readonly brokers: string;
  readonly admin: { readonly username: string; readonly password: string };
  /** Speak TLS to the brokers. */
  readonly tls?: boolean;
}

export interface EmbeddedKafka extends KafkaAccess {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data, stopping it first when it runs. */
  restart(): Promise<void>;
}

/** Java or Maven is missing, so Kafka cannot be embedded here. */
export class KafkaNotEmbeddable extends Error {}

const version = '4.1.1';

async function requireJava(progress: Progress): Promise<Java> {
  const java = await findJava(progress);
  if (!java) throw new KafkaNotEmbeddable('Kafka needs Java 17 or newer (or Python with pip, to fetch one)');
  return java;
}

const artifact = { name: `kafka-${version}`, checksums: 'kafka' };

/** What this machine lacks to run Kafka itself; nothing is fetched. */
export async function missingForKafka(): Promise<string[]> {
  const [java, fetched] = await Promise.all([
    javaIsAtHand(),
    isCached(artifact).then((yes) => yes || mavenWorks()),
  ]);
  return [...(java ? [] : ['Java 17 or newer (java)']), ...(fetched ? [] : ['Maven (mvn)'])];
}

function jars(java: Java, progress: Progress): Promise<string> {
  return cached({
    ...artifact,
    download: async (folder) => {
      progress(`Kafka: fetching ${version}`);
      const pom = join(projectRoot(), 'libs/local/kafka/pom.xml');
      const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${folder}`];
      await maven(['-f', pom, ...goal], { javaHome: java.home });
    },
  });
}

const logLevels = ['defaultLogLevel=warn', 'log.kafka.server.KafkaRaftServer=info', 'showDateTime=true'].map(
  (setting) => `-Dorg.slf4j.simpleLogger.${setting}`,
);

function jvmFlags({ heapMb = 512, quickStart = false }: KafkaOptions): string[] {
  const heap = [
    `-Xms${Math.min(heapMb, 128)}m`,
    `-Xmx${heapMb}m`,
    '-XX:+UseSerialGC',
    '-Djava.awt.headless=true',
  ];
  return [...heap, ...(quickStart ? ['-XX:TieredStopAtLevel=1', '-Xshare:auto'] : []), ...logLevels];
}

/** How the broker's programs are run here: `<java> -cp <classPath> kafka.Kafka …`. */
export interface KafkaRuntime {
  readonly java: Java;
  readonly classPath: string;
}

/** Finds or fetches what the broker needs to run. */
export async function kafkaRuntime(progress: Progress = silent): Promise<KafkaRuntime> {
  const java = await requireJava(progress);
  return { java, classPath: [join(await jars(java, progress), '*')].join(delimiter) };
}

interface Prepared extends KafkaRuntime {
  readonly properties: string;
  readonly secrets: KafkaSecrets;
}

async function prepare(options: KafkaOptions, port: number): Promise<Prepared> {
  const progress = options.progress ?? silent;
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const runtime = await kafkaRuntime(progress);
  const secrets = await secretsFile<KafkaSecrets>(join(options.dataDir, 'secrets.json'), freshSecrets);
  const properties = join(options.dataDir, 'server.properties');
  const logDir = join(options.dataDir, 'log');
  const address = `${loopback}:${port}`;
  const controller = `${loopback}:${await freePort()}`;
  const { certificate } = options;
  const listeners = [{ name: 'CLIENT', bind: address, address, certificate }] as const;
  const text = kafkaProperties({ listeners, controller, logDir, secrets });
  await writeFile(properties, text, { mode: 0o600 });
  const prepared = { ...runtime, properties, secrets };
  if (!(await isFormatted(logDir))) await format(prepared, progress);
  return prepared;
}

export const freshSecrets = (): KafkaSecrets => ({
  clusterId: randomBytes(16).toString('base64url'),
  adminPassword: randomPassword(),
  controllerPassword: randomPassword(),
});

const isFormatted = (logDir: string): Promise<boolean> =>
  access(join(logDir, 'meta.properties')).then(
    () => true,
    () => false,
  );

async function format({ java, classPath, properties, secrets }: Prepared, progress: Progress): Promise<void> {
  progress('Kafka: formatting its storage');
  const user = `SCRAM-SHA-512=[name=${kafkaAdmin},password=${secrets.adminPassword}]`;
  const tool = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', classPath, 'kafka.tools.StorageTool'];
  const args = ['format', `--cluster-id=${secrets.clusterId}`, '--config', properties, '--add-scram', user];
  await runCommand(java.command, [...tool, ...args], { cwd: dirname(properties) });
}

function run(options: KafkaOptions, { java, classPath, properties }: Prepared): Promise<RunningProcess> {
  options.progress?.('Kafka: starting');
  return startProcess({
    name: 'Kafka',
    command: java.command,
    args: [...jvmFlags(options), '-cp', classPath, 'kafka.Kafka', properties],
    cwd: options.dataDir,
    pidFile: join(options.dataDir, 'kafka.pid'),
    logFile: join(options.dataDir, 'kafka.log'),
    mark: properties,
    signal: options.signal,
    ready: (log) => log.includes('Kafka Server started'),
  });
}

/** Starts a real single-node Kafka (KRaft) that asks for SASL/SCRAM and enforces ACLs. */
export async function startKafka(options: KafkaOptions): Promise<EmbeddedKafka> {
  const port = await freePort(options.port);
  const prepared = await prepare(options, port);
  let running = await run(options, prepared);
  return {
    port,
    brokers: `${loopback}:${port}`,
    admin: { username: kafkaAdmin, password: prepared.secrets.adminPassword },
    tls: options.certificate !== undefined,
    get pid() {
      return running.pid;
    },
    stop: () => running.stop(),
    kill: () => running.kill(),
    restart: async () => {
      await running.stop();
      running = await run(options, prepared);
    },
  };
}
