import {
  projectRoot,
  serviceFolder,
  services,
  stackSecrets,
  type Service,
  type StackSecrets,
} from '@trivium/local';
import { isSecret, readConfig, type Settings } from '@trivium/runtime';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readComposeFile } from './compose-file.contract.js';
import { planOf } from './provision-plan.js';
import { applySettings, prepareSettings } from './provision.config.js';

const { services: containers } = readComposeFile();
const environmentOf = (name: string) => containers[name]?.environment ?? {};

/** What the job finds in its files; the provisioning writes such files, whose values do not matter here. */
const files = {
  KAFKA_PASSWORD: 'from-a-file',
  DATABASE_URL: 'postgres://admin:from-a-file@postgres:5432/trivium',
  VALKEY_URL: 'redis://admin:from-a-file@valkey:6379',
  TRIVIUM_CACHE_URL: 'redis://admin:from-a-file@cache:6379',
};

let folder: string;
let secrets: StackSecrets;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trivium-compose-'));
  secrets = await stackSecrets(folder);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** As the job `provision` of docker-compose.yml is told. */
function composePlan() {
  const open = Object.entries(environmentOf('provision')).filter(([name]) => !name.endsWith('_FILE'));
  return planOf(readConfig(applySettings, { ...Object.fromEntries(open), ...files }), secrets, '/trivium');
}

/** The schema of a service stands beside it. */
async function settingsOf(service: Service): Promise<Settings> {
  const file = join(projectRoot(), 'apps', service, 'src', `${service}.config.ts`);
  const module = (await import(file)) as Record<string, Settings>;
  return module[`${service}Settings`] ?? {};
}

/** A path of the container, in this spec's folder. */
const here = (path: string) => join(folder, path);

describe('what docker-compose.yml tells', () => {
  it('prepare is complete and known', () => {
    const config = readConfig(prepareSettings, environmentOf('prepare'));
    expect(config.TRIVIUM_KAFKA_ADDRESS).toBe(environmentOf('provision').KAFKA_BROKERS);
  });

  it('provision points to files that prepare writes', () => {
    const pointed = Object.entries(environmentOf('provision')).filter(([name]) => name.endsWith('_FILE'));
    expect(pointed.map(([name]) => name.replace(/_FILE$/, '')).sort()).toEqual(Object.keys(files).sort());
  });

  it.each(services.map((service) => ({ service })))(
    '$service is what npm start would tell it',
    ({ service }) => {
      expect(environmentOf(service)).toEqual(serviceFolder(service, composePlan()).environment);
    },
  );

  it.each(services.map((service) => ({ service })))(
    '$service is all that its schema asks for, and nothing else',
    async ({ service }) => {
      const { path, files: texts } = serviceFolder(service, composePlan());
      for (const [name, text] of Object.entries(texts)) {
        await mkdir(dirname(here(join(path, name))), { recursive: true });
        await writeFile(here(join(path, name)), text);
      }
      const moved = Object.entries(environmentOf(service)).map(([name, value]) => [
        name,
        name.endsWith('_FILE') ? here(value) : value,
      ]);
      const config = readConfig(
        await settingsOf(service),
        Object.fromEntries(moved) as Record<string, string>,
      );
      expect(config.DATABASE_URL).toContain(`//${service}:`);
    },
  );

  it.each(services.map((service) => ({ service })))(
    '$service has its secrets in files',
    async ({ service }) => {
      const secretNames = Object.entries(await settingsOf(service))
        .filter(([, schema]) => isSecret(schema))
        .map(([name]) => name);
      expect(secretNames).toContain('DATABASE_URL');
      expect(secretNames.filter((name) => name in environmentOf(service))).toEqual([]);
    },
  );
});
