import { transformFile } from '@swc/core';
import { glob, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const project = join(import.meta.dirname, '../..');

/** The library as it runs in production, compiled to a folder of its own so that no other build is disturbed. */
export async function compile(): Promise<string> {
  await mkdir(join(project, '.cache'), { recursive: true });
  const out = await mkdtemp(join(project, '.cache/compiled-'));
  const options: unknown = JSON.parse(await readFile(join(project, '../../.swcrc'), 'utf8'));
  for await (const file of glob('*.ts', {
    cwd: join(project, 'src'),
    exclude: (name) => /spec\.ts$/.test(name),
  })) {
    const { code } = await transformFile(join(project, 'src', file), {
      ...(options as object),
      swcrc: false,
    });
    await writeFile(join(out, file.replace(/\.ts$/, '.js')), code);
  }
  return out;
}
