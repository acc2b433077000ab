import { dataFolder, type StackAddress } from '@trivium/local';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What `npm start` wrote for those outside; a clear word when it does not run. */
export async function localAddress(): Promise<StackAddress> {
  const file = join(dataFolder(), 'local.json');
  try {
    return JSON.parse(await readFile(file, 'utf8')) as StackAddress;
  } catch (cause) {
    throw new Error('Trivium has not been started here; run npm start in another terminal', { cause });
  }
}
