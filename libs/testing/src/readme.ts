import { projectRoot } from '@trivium/local';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const readme = (): string => readFileSync(join(projectRoot(), 'README.md'), 'utf8');

/** The code of the README's block that opens with three backticks, this language and this name. */
export function readmeBlock(language: string, name: string): string {
  const found = readmeBlocks(language).get(name);
  if (found === undefined) throw new Error(`the README has no block of ${language} called ${name}`);
  return found;
}

/** Every named block of a language, by its name. */
export function readmeBlocks(language: string): ReadonlyMap<string, string> {
  const blocks = readme().matchAll(/^```(\w+) ([\w.-]+)\n(.*?)^```$/gms);
  const wanted = [...blocks].filter(([, written]) => written === language);
  return new Map(wanted.map(([, , name = '', code = '']) => [name, code]));
}
