import { projectRoot } from '@trivium/local';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generatedDocs } from './docs/generated-docs.js';

const checking = process.argv.includes('--check');

/** Undefined where there is no such file yet. */
async function written(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

let stale = 0;
for (const [path, text] of await generatedDocs('built')) {
  const file = join(projectRoot(), path);
  const current = (await written(file)) === text;
  if (!current && !checking) await writeFile(file, text);
  stale += current ? 0 : 1;
  const verb = checking ? 'is stale; run npm run gen' : 'written';
  process.stdout.write(`${path} ${current ? 'is current' : verb}\n`);
}
process.exit(checking && stale > 0 ? 1 : 0);
