import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { hasCode } from './errors.js';

/** A password out of letters and digits, so that it needs no quoting in any server's configuration. */
export const randomPassword = (): string => randomBytes(18).toString('base64url').replaceAll(/[-_]/g, 'x');

/** Reads a JSON file of secrets, making it with mode 0600 from `fresh` when it is not there. */
export async function secretsFile<T extends object>(file: string, fresh: () => T): Promise<T> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    const made = fresh();
    await writeFile(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
    return made;
  }
}
