import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Gateway, type Advice } from '../gateway.js';
import { failureReport, render, type Report } from '../report.js';

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
  const answers = (status: number, body: object) => void (answer = { status, body });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    asked,
    gateway: new Gateway({ TRIVIUM_URL: url, TRIVIUM_TOKEN: 'trv_for_this_spec' }, advice),
    answers,

    /** The same as `asked`, each as a line: method, path and body where there is one. */
    lines: () => asked.map(({ method, path, body }) => [method, path, ...(body === undefined ? [] : [body])]),

    /** What a command says, and its exit code, when the server answers like this. */
    async told(status: number, body: object, command: () => Promise<Report>) {
      answers(status, body);
      const report = await command().catch(failureReport);
      return { exit: report.exit, out: render(report, false) };
    },

    close: () => server.close(),
  };
}
