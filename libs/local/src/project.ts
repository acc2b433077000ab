import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder with `governance/`, `apps/` and `libs/`: of this checkout or of an image, found upwards from the running file. */
export function projectRoot(from: string = import.meta.dirname): string {
  if (existsSync(join(from, 'governance', 'model.yaml'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error(`No folder above ${import.meta.dirname} has governance/model.yaml`);
  return projectRoot(parent);
}

export const cacheDir = (): string => join(projectRoot(), '.cache');

/** A short name for this checkout, so that two clones on one machine never share a folder. */
export function projectKey(): string {
  return createHash('sha256').update(projectRoot()).digest('hex').slice(0, 12);
}
