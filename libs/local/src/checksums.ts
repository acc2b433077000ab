import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from './project.js';

export interface Checksums {
  readonly files: Readonly<Record<string, string>>;
  /** True for artifacts with one file per platform, of which only this platform's is fetched. */
  readonly anyOf: boolean;
  /** Changes whenever the pinned content changes. */
  readonly digest: string;
}

interface ChecksumFile {
  readonly [group: string]: { readonly anyOf?: boolean; readonly files: Record<string, string> };
}

/** The pinned SHA-256 sums of one group, out of `libs/local/checksums.json`. */
export async function loadChecksums(group: string): Promise<Checksums> {
  const text = await readFile(join(projectRoot(), 'libs/local/checksums.json'), 'utf8');
  const entry = (JSON.parse(text) as ChecksumFile)[group];
  if (!entry) throw new Error(`libs/local/checksums.json pins nothing for "${group}"`);
  const digest = createHash('sha256').update(JSON.stringify(entry)).digest('hex');
  return { files: entry.files, anyOf: entry.anyOf ?? false, digest };
}
