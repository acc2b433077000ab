import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export interface BareServer {
  readonly url: string;
  close(): Promise<unknown>;
}

/** A bare Fastify route on a thread of its own, as far from the client as a service is. */
export async function startBareServer(): Promise<BareServer> {
  const worker = new Worker(new URL('./bare-server.worker.js', import.meta.url));
  const [url] = (await once(worker, 'message')) as [string];
  return { url, close: () => worker.terminate() };
}
