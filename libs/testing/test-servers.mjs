import { transformFile } from '@swc/core';
import { createHash } from 'node:crypto';
import { chmod, glob, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '../..');

/**
 * Compiles libs/local to a folder named for its content: specs then neither need a build nor suffer from one that
 * replaces `dist/` while they run.
 */
async function compiledLocal() {
  const source = join(root, 'libs/local/src');
  const names = (await Array.fromAsync(glob('**/*.ts', { cwd: source })))
    .filter((f) => !/spec\.ts$/.test(f))
    .sort();
  const texts = await Promise.all(names.map((name) => readFile(join(source, name), 'utf8')));
  const key = createHash('sha256')
    .update(JSON.stringify([names, texts]))
    .digest('hex')
    .slice(0, 16);
  const out = join(root, '.cache', `local-${key}`);
  if (await exists(out)) return out;
  const options = { ...JSON.parse(await readFile(join(root, '.swcrc'), 'utf8')), swcrc: false };
  await mkdir(join(root, '.cache'), { recursive: true });
  const fresh = await mkdtemp(`${out}-`);
  for (const name of names) {
    const target = join(fresh, name.replace(/\.ts$/, '.js'));
    const { code } = await transformFile(join(source, name), { ...options, sourceMaps: false });
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, code);
  }
  await writeFile(join(fresh, 'package.json'), '{"type":"module"}');
  await rename(fresh, out).catch(async (error) => {
    if (!(await exists(out))) throw error;
    await rm(fresh, { recursive: true });
  });
  return out;
}

const exists = (path) =>
  stat(path).then(
    () => true,
    () => false,
  );

/** Real servers on random ports in a temporary folder of their own; `access` is what `@trivium/testing` reads. */
export async function startTestServers(postgresCount) {
  const local = await compiledLocal();
  const load = (file) => import(pathToFileURL(join(local, file)).href);
  const [{ startKafka }, { startPostgres }, { startValkey }] = await Promise.all([
    load('kafka.js'),
    load('postgres.js'),
    load('valkey.js'),
  ]);
  const dir = await mkdtemp(join(tmpdir(), 'trivium-test-'));
  // Postgres runs as another account under root and must be able to pass.
  await chmod(dir, 0o711);
  const databases = Array.from({ length: postgresCount }, (_, index) =>
    startPostgres({ dataDir: join(dir, `postgres-${index + 1}`), throwaway: true }),
  );
  const [kafka, valkey, ...postgres] = await Promise.all([
    startKafka({ dataDir: join(dir, 'kafka'), quickStart: true, heapMb: 256 }),
    startValkey({ dataDir: join(dir, 'valkey'), databases: 10_000 }),
    ...databases,
  ]);
  return {
    access: {
      kafka: { brokers: kafka.brokers, admin: kafka.admin },
      valkey: valkey.url,
      postgres: postgres.map((server) => server.adminUrl),
    },
    stop: async () => {
      await Promise.all([kafka, valkey, ...postgres].map((server) => server.stop()));
      await rm(dir, { recursive: true, force: true });
    },
  };
}
