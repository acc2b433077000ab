import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { call, NoAnswer, UnexpectedAnswer } from './http.js';

const server = createServer((_request, response) => response.writeHead(403).end('{"title":"no"}'));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

describe('a call', () => {
  it('that is answered otherwise says with what', async () => {
    const answered = call('GET', `${url}/here`);
    await expect(answered).rejects.toThrow(new UnexpectedAnswer(403, '{"title":"no"}', 'GET /here'));
  });

  it('that nobody answers says where', async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    const unanswered = call('GET', `${url}/here`);
    await expect(unanswered).rejects.toThrow(`${url} does not answer`);
    await expect(unanswered).rejects.toBeInstanceOf(NoAnswer);
  });
});
