import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from './environment.config.js';
import { InvalidTargets, readTargets } from './read-targets.js';
import { InvalidDocument, readSecretDocument, SecretNotFound } from './resolve-secrets.js';

describe('a file of targets', () => {
  let folder: string;
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'trivium-targets-'))));
  afterAll(() => rm(folder, { recursive: true }));

  async function written(name: string, text: string): Promise<string> {
    const file = join(folder, name);
    await writeFile(file, text);
    return file;
  }

  const cache = (lines = '') => `
  - name: cache
    kind: valkey
    host: cache.example
    adminPassword: { file: ${join(folder, 'cache-admin')} }
${lines}`;

  beforeAll(() => written('cache-admin', 'hunter2\n'));

  it('makes a connector of every kind, each with its limits', async () => {
    const file = await written(
      'targets.yaml',
      `targets:${cache('    concurrency: 3\n    timeoutMs: 700')}
  - { name: orders-db, kind: postgres, host: db.example, adminUser: a, adminPassword: { env: PATH }, owner: o }
  - { name: stream, kind: kafka, brokers: ['k.example:9092'], adminUser: a, adminPassword: { env: PATH } }
  - { name: legacy, kind: webhook, url: 'https://legacy.example/trivium', secret: { file: ${await written('hook', 'whsec_c2VjcmV0')} } }`,
    );
    const targets = await readTargets(file);
    const seen = targets.map(({ connector: { target, kind }, ...limits }) => ({ target, kind, ...limits }));
    const usual = { concurrency: 8, timeoutMs: 10_000 };
    expect(seen).toEqual([
      { target: 'cache', kind: 'valkey', concurrency: 3, timeoutMs: 700 },
      { target: 'orders-db', kind: 'postgres', ...usual },
      { target: 'stream', kind: 'kafka', ...usual },
      { target: 'legacy', kind: 'webhook', ...usual },
    ]);
  });

  it('points to secrets in the environment and in files, however deep', async () => {
    const file = await written(
      'secrets.yaml',
      `a: { env: PATH }\nb: [{ c: { file: ${join(folder, 'cache-admin')} } }]\nd: { env: PATH, more: 1 }\ne: 7`,
    );
    const read = await readSecretDocument(file);
    expect(read).toMatchObject({ d: { env: 'PATH', more: 1 }, e: 7 });
    const { a, b } = read as { a: { reveal(): string }; b: [{ c: { reveal(): string } }] };
    expect([a.reveal(), b[0].c.reveal()]).toEqual([environment('PATH'), 'hunter2']);
  });

  it.each([
    {
      name: 'a variable that is not set',
      secret: '{ env: TRIVIUM_SPEC_NOT_SET }',
      want: /TRIVIUM_SPEC_NOT_SET is not set/,
    },
    {
      name: 'a file that is not there',
      secret: '{ file: /nowhere/at/all }',
      want: /\/nowhere\/at\/all cannot be read/,
    },
    { name: 'an empty file', secret: '{ file: EMPTY }', want: /EMPTY is empty/ },
  ])('names file and field of a secret that is not there: $name', async ({ secret, want }) => {
    const empty = await written('EMPTY', ' \n');
    const text = `targets:\n  - { name: cache, kind: valkey, host: h, adminPassword: ${secret.replace('EMPTY', empty)} }`;
    const file = await written('absent.yaml', text);
    const reading = readTargets(file);
    await expect(reading).rejects.toThrow(SecretNotFound);
    await expect(reading).rejects.toThrow(want);
    await expect(reading).rejects.toThrow(`${file}: targets[0].adminPassword`);
  });

  it('is refused for the first of several mistakes, however long its kind takes to load', async () => {
    const file = await written(
      'mistakes.yaml',
      'targets:\n  - { name: stream, kind: kafka }\n  - { name: attic, kind: attic }\n',
    );
    await expect(readTargets(file)).rejects.toThrow('targets[0] (stream)');
  });

  it('is refused by file and line when it is no YAML', async () => {
    const file = await written('broken.yaml', 'targets:\n  - { adminPassword: hunter2');
    const reading = readTargets(file);
    await expect(reading).rejects.toThrow(InvalidDocument);
    await expect(reading).rejects.toThrow(/broken\.yaml: line 2 is no YAML \(\w+\)$/);
  });

  it.each([
    { name: 'no list', text: () => 'target: []', want: /targets/ },
    { name: 'nothing', text: () => '', want: /expected object/ },
    {
      name: 'an unknown kind',
      text: () => `targets:\n  - { name: x, kind: oracle }`,
      want: /targets\[0\] \(x\): kind must be one of kafka, postgres, valkey, webhook/,
    },
    {
      name: 'a kind that every object has',
      text: () => `targets:\n  - { name: x, kind: constructor }`,
      want: /kind must be one of/,
    },
    {
      name: 'a name twice',
      text: () => `targets:${cache()}${cache()}`,
      want: /the target "cache" is listed twice/,
    },
    {
      name: 'a missing field',
      text: () =>
        `targets:\n  - { name: db, kind: postgres, host: h, adminUser: a, adminPassword: { env: PATH } }`,
      want: /targets\[0\] \(db\)[\s\S]*owner/,
    },
    {
      name: 'a field too many',
      text: () => `targets:${cache('    colour: red')}`,
      want: /targets\[0\] \(cache\)[\s\S]*colour/,
    },
    { name: 'a port out of range', text: () => `targets:${cache('    port: 70000')}`, want: /port/ },
    {
      name: 'no room for any act',
      text: () => `targets:${cache('    concurrency: 0')}`,
      want: /concurrency/,
    },
    {
      name: 'a password in plain text',
      text: () => `targets:\n  - { name: cache, kind: valkey, host: h, adminPassword: hunter2 }`,
      want: /adminPassword/,
    },
  ])('is refused with $name, by file and field', async ({ text, want }) => {
    const file = await written('wrong.yaml', text());
    const failure: unknown = await readTargets(file).then(
      () => 'read',
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(InvalidTargets);
    expect(String(failure)).toMatch(want);
    expect(String(failure)).toContain(file);
    expect(String(failure)).not.toContain('hunter2');
  });
});
