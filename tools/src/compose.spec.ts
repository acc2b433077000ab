import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { missingForCompose, startCompose } from './compose.js';

const path = process.env.PATH ?? '';
let folder: string;
let gateway: Server;
let asked = 0;

/** A `docker` that writes down what it is told; it knows the plugin and has an engine when it is told so. */
async function installDocker({ plugin = true, engine = true, up = 0 } = {}): Promise<void> {
  const { port } = gateway.address() as AddressInfo;
  const address = JSON.stringify({ gatewayUrl: `http://127.0.0.1:${port}` });
  const script = `#!/bin/sh
echo "$*" >> ${join(folder, 'calls')}
case "$*" in
  'compose version') exit ${plugin ? 0 : 1} ;;
  info) exit ${engine ? 0 : 1} ;;
  'compose up '*) exit ${up} ;;
  'compose run '*) echo '${address}' ;;
esac
`;
  await writeFile(join(folder, 'docker'), script, { mode: 0o755 });
  process.env.PATH = [folder, path].join(delimiter);
}

const calls = async () => (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');

beforeEach(async () => {
  asked = 0;
  folder = await mkdtemp(join(tmpdir(), 'trivium-docker-'));
  // Not ready at once, as after a real start.
  gateway = createServer((_, response) => response.writeHead((asked += 1) < 2 ? 503 : 200).end());
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
});

afterEach(async () => {
  process.env.PATH = path;
  gateway.close();
  await rm(folder, { recursive: true, force: true });
});

describe('docker compose', () => {
  it.each([
    { name: 'an engine with the plugin', given: {}, want: [] },
    {
      name: 'a client without the plugin',
      given: { plugin: false },
      want: ["Docker's compose plugin (docker compose)"],
    },
    {
      name: 'a client whose engine does not answer',
      given: { engine: false },
      want: ['a Docker engine that answers (docker info)'],
    },
  ])('lacks what it lacks: $name', async ({ given, want }) => {
    await installDocker(given);
    await expect(missingForCompose()).resolves.toEqual(want);
  });

  it('lacks Docker where there is none', async () => {
    process.env.PATH = join(folder, 'nothing');
    await expect(missingForCompose()).resolves.toEqual(['Docker (docker)']);
  });

  it('builds and starts, reads the address, waits for the gateway, and takes everything down', async () => {
    await installDocker();
    const running = await startCompose(new AbortController().signal);
    expect(asked).toBe(2);
    await running.stop();
    expect(await calls()).toEqual([
      'compose up --detach --build',
      'compose run --rm --no-deps -T --entrypoint cat provision /var/lib/trivium/local.json',
      'compose down',
    ]);
  });

  it('takes down what a failed start left', async () => {
    await installDocker({ up: 17 });
    await expect(startCompose(new AbortController().signal)).rejects.toThrow(
      'docker compose up --detach --build ended with 17',
    );
    expect((await calls()).at(-1)).toBe('compose down');
  });
});
