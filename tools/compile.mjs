/**
 * Compiles TypeScript to `dist/` with swc: `node tools/compile.mjs [project folder …]`, all projects when none is named.
 * Types are checked elsewhere (`tsc --noEmit`); this only strips them, so it takes seconds for the whole workspace.
 */
import { transformFile } from '@swc/core';
import { glob, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const options = JSON.parse(await readFile(join(root, '.swcrc'), 'utf8'));

async function exists(path) {
  return stat(path).then(
    () => true,
    (error) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}

async function compileFile(project, source) {
  const out = join(project, 'dist', relative(project, source)).replace(/\.ts$/, '.js');
  const { code, map } = await transformFile(source, {
    ...options,
    swcrc: false,
    sourceFileName: relative(dirname(out), source),
  });
  await mkdir(dirname(out), { recursive: true });
  await writeFile(out, map ? `${code}\n//# sourceMappingURL=${out.split('/').at(-1)}.map\n` : code);
  if (map) await writeFile(`${out}.map`, map);
}

async function compileProject(project) {
  await rm(join(project, 'dist'), { recursive: true, force: true });
  const sources = await Array.fromAsync(glob('{src,migrations}/**/*.ts', { cwd: project }));
  const compiled = sources.filter((file) => !/(\.spec|\.int-spec|\.contract|\.d)\.ts$/.test(file));
  await Promise.all(compiled.map((file) => compileFile(project, join(project, file))));
  return compiled.length;
}

async function allProjects() {
  const found = await Array.fromAsync(
    glob('{apps/*,libs/*,libs/connectors/*,tools,bench}/package.json', { cwd: root }),
  );
  return found.map((file) => join(root, dirname(file))).filter((dir) => !dir.endsWith('apps/console'));
}

const named = process.argv.slice(2).map((dir) => resolve(dir));
let files = 0;
for (const project of named.length > 0 ? named : await allProjects()) {
  if (await exists(join(project, 'src'))) files += await compileProject(project);
}
process.stdout.write(`compiled ${files} files\n`);
