import { fetch, type Dispatcher } from 'undici';

/** What a publisher of keys may send: more is no key set. */
const largestDocument = 256 * 1024;
const timeoutMs = 3_000;

/** The publisher does not answer, or not what he should. */
export class PublisherUnusable extends Error {
  readonly code = 'ERR_PUBLISHER_UNUSABLE';
}

/** One document, from the very address that was asked, of a bounded size, within a bounded time. */
export async function fetchJson(address: string, dispatcher?: Dispatcher): Promise<unknown> {
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = { accept: 'application/json' };
  const how = { redirect: 'error', signal, headers, ...(dispatcher && { dispatcher }) } as const;
  const response = await fetch(address, how);
  if (response.status !== 200) throw new PublisherUnusable(`${address} answered ${response.status}`);
  return JSON.parse(await boundedText(response.body ?? [], address)) as unknown;
}

async function boundedText(sent: AsyncIterable<Uint8Array> | Uint8Array[], address: string): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of sent) {
    size += part.byteLength;
    if (size > largestDocument)
      throw new PublisherUnusable(`${address} sends more than ${largestDocument} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
