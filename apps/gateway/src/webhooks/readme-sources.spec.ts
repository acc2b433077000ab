import { readSecretDocument } from '@trivium/connectors';
import { readmeBlock } from '@trivium/testing';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSources } from './read-sources.js';

it('the README shows a file of webhook sources that can be read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trivium-sources-'));
  const text = readmeBlock('yaml', 'webhook-sources').replaceAll('/run/secrets', folder);
  for (const [, secret = ''] of text.matchAll(/file: (\S+) }/g)) await writeFile(secret, 'a secret\n');
  const file = join(folder, 'sources.yaml');
  await writeFile(file, text);
  const sources = readSources(await readSecretDocument(file), file);
  await rm(folder, { recursive: true });
  expect([...sources.keys()]).toEqual(['people', 'bamboohr', 'github']);
  expect(sources.get('people')?.secrets.map((secret) => secret.reveal())).toEqual(['a secret', 'a secret']);
});
