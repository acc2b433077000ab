import { readFile } from 'node:fs/promises';

const isGone = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';

/** What came of looking at a file; `otherwise` for one that another process has taken meanwhile. */
export async function ifThere<T>(found: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await found;
  } catch (error) {
    if (isGone(error)) return otherwise;
    throw error;
  }
}

/** The lines of one file of the spool; a last one that was cut short was never kept. */
export async function spooledLines(path: string): Promise<readonly string[]> {
  return (await ifThere(readFile(path, 'utf8'), '')).split('\n').slice(0, -1);
}
