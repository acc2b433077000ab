import {
  listed,
  connectionsEnd,
  openConnections,
  startOrderTarget,
  type OrderTarget,
} from '@trivium/connector-conformance';
import { Secret } from '@trivium/credentials';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { Webhook } from 'standardwebhooks';
import type { WebhookTarget } from './webhook.config.js';
import { WebhookConnector } from './webhook.connector.js';

const secret = new Secret(`whsec_${Buffer.from('a secret of the specs only').toString('base64')}`);
const ada = { name: 'ada', entitlements: ['orders:read'] };
const act = (operationId = 'rev_1/orders/revoke') => ({ signal: AbortSignal.timeout(10_000), operationId });
const config: WebhookTarget = {
  name: 'orders',
  kind: 'webhook',
  url: 'http://127.0.0.1:1/trivium',
  secret,
  allowPrivateAddresses: true,
  unsupported: [],
  timeoutMs: 10_000,
};

interface Taken {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A target that writes down what it is sent and answers as it is told. */
async function recording(status: number, answer: string, location?: string) {
  const taken: Taken[] = [];
  const server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      taken.push({ headers: request.headers, body });
      response.writeHead(status, location ? { location } : {}).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { taken, url: `http://127.0.0.1:${port}/trivium`, stop };
}

describe('orders to a system that takes signed webhooks', () => {
  const connectors: WebhookConnector[] = [];
  const connector = (over: Partial<WebhookTarget>) => {
    const made = new WebhookConnector({ ...config, ...over });
    connectors.push(made);
    return made;
  };
  afterEach(() => Promise.all(connectors.splice(0).map((one) => one.close())));

  it('carry a signature, a fresh timestamp and the act, and nothing secret', async () => {
    const target = await recording(200, JSON.stringify({ access: 'refused' }));
    const old = new Secret('the-old-secret');
    await connector({ url: target.url }).verify(ada, old, act());
    const [{ headers, body }] = target.taken as [Taken];
    const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    expect(new Webhook(secret.reveal()).verify(body, named)).toMatchObject({
      type: 'trivium.access.verify',
      data: { account: 'ada', operationId: 'rev_1/orders/revoke' },
    });
    expect(JSON.stringify(target.taken)).not.toContain(old.reveal());
    target.stop();
  });

  it('have one id however often they are repeated, and each look has its own', async () => {
    const target = await recording(200, JSON.stringify({ status: 'already', access: 'refused' }));
    const orders = connector({ url: target.url });
    for (const operationId of ['a', 'a', 'b']) await orders.revoke(ada, act(operationId));
    for (const operationId of ['a', 'a']) await orders.verify(ada, undefined, act(operationId));
    const [first, again, other, ...looks] = target.taken.map(({ headers }) => headers['webhook-id']);
    expect([again === first, other === first, new Set(looks).size]).toEqual([true, false, 2]);
    target.stop();
  });

  it('are not sent where a redirect points', async () => {
    const elsewhere = await recording(200, JSON.stringify({ status: 'revoked' }));
    const target = await recording(307, '', elsewhere.url);
    await expect(connector({ url: target.url }).revoke(ada, act())).rejects.toMatchObject({
      code: 'ERR_TARGET_UNAVAILABLE',
    });
    expect([target.taken.length, elsewhere.taken.length]).toEqual([1, 0]);
    target.stop();
    elsewhere.stop();
  });

  it.each(['127.0.0.1', 'localhost', '[::ffff:7f00:1]'])(
    'do not reach %s unless that is meant',
    async (host) => {
      const target = await recording(200, JSON.stringify({ status: 'revoked' }));
      const { port } = new URL(target.url);
      const guarded = connector({ url: `http://${host}:${port}/`, allowPrivateAddresses: false });
      await expect(guarded.revoke(ada, act())).rejects.toMatchObject({
        code: 'ERR_TARGET_UNAVAILABLE',
        cause: { code: 'ERR_ADDRESS_NOT_ALLOWED' },
      });
      expect(target.taken).toEqual([]);
      target.stop();
    },
  );

  it('are not sent for an act that the configuration rules out', async () => {
    const target = await recording(200, '{}');
    await expect(
      connector({ url: target.url, unsupported: ['rotate'] }).rotate(ada, { mode: 'revoke' }, act()),
    ).rejects.toMatchObject({ code: 'ERR_UNSUPPORTED_BY_TARGET' });
    expect(target.taken).toEqual([]);
    target.stop();
  });

  it.each([
    { name: 'is no HTTP after its first line', answer: 'HTTP/1.1 200 OK\r\nbad header hunter2\r\n\r\n' },
    { name: 'is longer than it says', answer: 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}hunter2' },
    {
      name: 'ends before its end',
      answer: 'HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"secret":"hunter2"',
    },
    { name: 'is no JSON', answer: 'HTTP/1.1 200 OK\r\ncontent-length: 16\r\n\r\n{secret: hunter2' },
    {
      name: 'says something else',
      answer: 'HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{"password":"hunter2"',
    },
    {
      name: 'does not end',
      answer: `HTTP/1.1 200 OK\r\ncontent-length: 3000000\r\n\r\n"hunter2${'x'.repeat(2_000_000)}`,
    },
  ])('are not carried out by an answer that $name, and its words go nowhere', async ({ answer }) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.once('data', () => socket.end(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const failure: unknown = await connector({ url: `http://127.0.0.1:${port}/` })
      .issue(ada, act())
      .then(
        () => 'issued',
        (error: unknown) => error,
      );
    expect(failure).toHaveProperty('code', 'ERR_TARGET_UNAVAILABLE');
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain('hunter2');
    server.close();
  });
});

describe('the reference target', () => {
  let target: OrderTarget;
  let orders: WebhookConnector;
  beforeEach(async () => {
    target = await startOrderTarget([{ secret, may: 'manage' }]);
    orders = new WebhookConnector({ ...config, url: target.url });
  });
  afterEach(async () => {
    await orders.close();
    await target.close();
  });

  async function post(body: string, id: string, at: Date, signature?: string): Promise<number> {
    const answer = await fetch(target.url, {
      method: 'POST',
      body,
      headers: {
        connection: 'close',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': signature ?? new Webhook(secret.reveal()).sign(id, at, body),
      },
    });
    await answer.text();
    return answer.status;
  }

  const order = (data: object) =>
    JSON.stringify({ type: 'trivium.access.provision', timestamp: new Date().toISOString(), data });

  it.each([
    { name: 'a good signature', at: 0, signature: undefined, want: 200 },
    { name: 'no signature', at: 0, signature: '', want: 401 },
    { name: 'another signature', at: 0, signature: `v1,${Buffer.alloc(32).toString('base64')}`, want: 401 },
    { name: 'a timestamp of ten minutes ago', at: -600_000, signature: undefined, want: 401 },
    { name: 'a timestamp in ten minutes', at: 600_000, signature: undefined, want: 401 },
  ])('answers $want to $name', async ({ at, signature, want }) => {
    const body = order({ account: 'ada', entitlements: ['orders:read'] });
    expect(await post(body, 'op_1', new Date(Date.now() + at), signature)).toBe(want);
    expect(target.book.isOpen('ada')).toBe(want === 200);
  });

  it('takes no order whose body was changed on the way', async () => {
    const at = new Date();
    const signature = new Webhook(secret.reveal()).sign('op_1', at, order({ account: 'ada' }));
    expect(await post(order({ account: 'eve' }), 'op_1', at, signature)).toBe(401);
    expect(target.book.list()).toEqual([]);
  });

  it('does an order once: the second answer is the first one’s', async () => {
    await orders.provision(ada, act('op/provision'));
    const first = await orders.issue(ada, act('op/issue'));
    const again = await orders.issue(ada, act('op/issue'));
    const other = await orders.issue(ada, act('op/other'));
    expect([again.reveal() === first.reveal(), other.reveal() === first.reveal()]).toEqual([true, false]);
  });

  it('lists page by page', async () => {
    const names = Array.from({ length: 120 }, (_, at) => `user-${String(at).padStart(3, '0')}`);
    for (const name of names) target.book.provision(name, []);
    const all = await listed(orders);
    expect(all.map(({ name }) => name)).toEqual(names);
  });

  it('holds no connection of a closed connector', async () => {
    const before = openConnections();
    await orders.revoke(ada, act());
    await orders.close();
    await connectionsEnd(before);
  });
});
