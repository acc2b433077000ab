import { transform } from '@swc/core';
import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { compile } from './testing/compile.contract.js';

let build: string;

beforeAll(async () => (build = await compile()));
afterAll(() => rm(build, { recursive: true, force: true }));

it('a process names the line of the source where an error was made', async () => {
  const source = `interface Gone {\n  readonly from: string;\n}\n\nconst made: Gone & Error = Object.assign(new Error('made'), { from: '' });\nconsole.log(made.stack);\n`;
  const { code } = await transform(source, {
    filename: 'made.ts',
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
    sourceMaps: 'inline',
  });
  await writeFile(join(build, 'made.mjs'), code);
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    join(build, 'register.js'),
    join(build, 'made.mjs'),
  ]);
  expect(stdout).toContain('made.ts:5:');
});
