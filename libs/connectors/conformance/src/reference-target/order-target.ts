import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { AccountBook, type BookSession } from '../account-book.js';
import { OrderDesk } from './order-acts.js';
import { OrderRefused, readOrder, type Sender } from './signed-orders.js';

export interface OrderTarget {
  /** Where Trivium posts its orders; the system's own users log in beside it. */
  readonly url: string;
  readonly port: number;
  readonly book: AccountBook;
  close(): Promise<void>;
}

const longestBody = 64 * 1024;

/**
 * A small system that Trivium manages by signed webhooks: the pattern for connecting one's own. It takes `POST /trivium` with orders
 * (see the webhook connector), and its accounts log in at `POST /login` (Basic), then `GET` and `POST /orders` (Bearer).
 */
export async function startOrderTarget(senders: readonly Sender[], port = 0): Promise<OrderTarget> {
  const book = new AccountBook();
  const desk = new OrderDesk(book);
  const shop = new Shop(book);
  const server = createServer((request, response) => {
    const answering = request.url === '/trivium' ? takeOrder(senders, desk, request) : shop.serve(request);
    void answering.catch(failure).then(({ status, body }) => send(response, status, body));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;
  return { url: `http://127.0.0.1:${bound}/trivium`, port: bound, book, close: () => close(server) };
}

interface Reply {
  readonly status: number;
  readonly body: object;
}

async function takeOrder(
  senders: readonly Sender[],
  desk: OrderDesk,
  request: IncomingMessage,
): Promise<Reply> {
  if (request.method !== 'POST') throw new OrderRefused(405);
  if (Number(request.headers['content-length'] ?? Infinity) > longestBody) throw new OrderRefused(413);
  return { status: 200, body: desk.take(readOrder(senders, request.headers, await text(request))) };
}

function failure(error: unknown): Reply {
  if (error instanceof OrderRefused) return { status: error.status, body: error.body };
  process.emitWarning(error instanceof Error ? error : new Error('an order failed'));
  return { status: 500, body: {} };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => void server.close(() => resolve()));
}

/** What the system is there for, whoever manages its accounts. */
class Shop {
  readonly #sessions = new Map<string, BookSession>();
  readonly #orders: string[] = [];

  constructor(private readonly book: AccountBook) {}

  async serve({ method, url, headers }: IncomingMessage): Promise<Reply> {
    if (method === 'POST' && url === '/login') return this.#login(headers.authorization ?? '');
    if (url !== '/orders') return { status: 404, body: {} };
    const session = this.#sessions.get((headers.authorization ?? '').replace(/^Bearer /, ''));
    if (!session?.open) return { status: 401, body: {} };
    const action = method === 'POST' ? 'write' : 'read';
    if (!session.may(`orders:${action}`)) return { status: 403, body: {} };
    if (action === 'write') this.#orders.push(session.name);
    return { status: 200, body: { orders: this.#orders } };
  }

  #login(authorization: string): Reply {
    const pair = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
    const [name = '', secret = ''] = pair.split(':');
    const session = this.book.login(name, secret);
    if (!session) return { status: 401, body: {} };
    const token = crypto.randomUUID();
    this.#sessions.set(token, session);
    return { status: 200, body: { token } };
  }
}
