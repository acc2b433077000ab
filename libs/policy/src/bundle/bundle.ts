import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { SourceFile } from '../text/source-file.js';

/** The governance files as one thing with one name: the digest is the same whatever the order of files and the line endings. */
export interface Bundle {
  /** By path. */
  readonly files: readonly SourceFile[];
  /** SHA-256, hex. */
  readonly digest: string;
}

const patterns = [
  'model.yaml',
  'standards.yaml',
  'entities.json',
  '*.cedarschema',
  '**/*.cedar',
  '**/*.cases.yaml',
];
const byteOrderMark = '\uFEFF';

/** Reads the governance files below a folder; other files there are none of the model. */
export async function readBundle(folder: string): Promise<Bundle> {
  const paths = new Set<string>();
  for await (const path of glob(patterns, { cwd: folder })) paths.add(path);
  return bundleOf(
    await Promise.all(
      [...paths].map(async (path) => ({
        path: path.split(sep).join('/'),
        text: await readFile(join(folder, path), 'utf8'),
      })),
    ),
  );
}

/** Throws when two files have one path. */
export function bundleOf(given: readonly SourceFile[]): Bundle {
  const files = given.map(({ path, text }) => ({ path, text: canonical(text) })).sort(byPath);
  const twice = files.find(({ path }, index) => files[index + 1]?.path === path);
  if (twice) throw new Error(`a bundle has one file ${twice.path}, not two`);
  const content = JSON.stringify(files.map(({ path, text }) => [path, text]));
  return { files, digest: createHash('sha256').update(content).digest('hex') };
}

function canonical(text: string): string {
  const plain = text.startsWith(byteOrderMark) ? text.slice(1) : text;
  return plain.replace(/\r\n?/g, '\n');
}

/** By code unit, which no locale changes. */
function byPath(one: SourceFile, other: SourceFile): number {
  if (one.path === other.path) return 0;
  return one.path < other.path ? -1 : 1;
}
