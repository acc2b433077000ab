import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Gateway, type Advice } from '../gateway.js';

export interface Asked {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly body: unknown;
}

/** A server that answers whatever the spec says, and remembers what it was asked. */
export async function answeringServer(advice: Advice) {
  const asked: Asked[] = [];
  let answer: { readonly status: number; readonly body: object } = { status: 200, body: {} };
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      const { method, url: path } = request;
      asked.push({ method, path, body: text === '' ? undefined : (JSON.parse(text) as unknown) });
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    asked,
    gateway: new Gateway({ TRIVIUM_URL: url, TRIVIUM_TOKEN: 'trv_for_this_spec' }, advice),
    answers: (status: number, body: object) => void (answer = { status, body }),
    close: () => server.close(),
  };
}
