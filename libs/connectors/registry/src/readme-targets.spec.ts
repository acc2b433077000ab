import { readmeBlock } from '@trivium/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readTargets } from './read-targets.js';

it('the README shows a file of targets that can be read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trivium-targets-'));
  const text = readmeBlock('yaml', 'targets').replaceAll('/run/secrets', folder);
  for (const [, secret = ''] of text.matchAll(/file: (\S+) }/g))
    await writeFile(secret, `whsec_${Buffer.from('a secret of the example').toString('base64')}\n`);
  const file = join(folder, 'targets.yaml');
  await writeFile(file, text);
  const targets = await readTargets(file);
  await rm(folder, { recursive: true });
  expect(targets.map(({ connector }) => `${connector.kind} ${connector.target}`)).toEqual([
    'postgres orders-db',
    'valkey cache',
    'kafka stream',
    'webhook ticketing',
  ]);
  expect(targets.map(({ concurrency }) => concurrency)).toEqual([8, 8, 8, 8]);
});
