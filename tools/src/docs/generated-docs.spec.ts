import { projectRoot } from '@trivium/local';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generatedDocs } from './generated-docs.js';

const docs = [...(await generatedDocs('source'))].map(([path, text]) => ({ path, text }));

it.each(docs)('$path says what the code says (npm run gen makes it)', async ({ path, text }) => {
  expect(await readFile(join(projectRoot(), path), 'utf8')).toBe(text);
});

it('every service has its settings in the reference', () => {
  const config = docs.find(({ path }) => path === 'docs/config.md');
  for (const service of ['agent', 'audit', 'decision', 'gateway', 'workforce', 'workload'])
    expect(config?.text).toContain(service);
});
