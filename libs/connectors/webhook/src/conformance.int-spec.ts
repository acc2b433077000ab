import {
  connectorConformance,
  startOrderTarget,
  Ways,
  type Session,
  type TargetUnderTest,
} from '@trivium/connector-conformance';
import { Secret } from '@trivium/credentials';
import { randomBytes } from 'node:crypto';
import { request } from 'undici';
import type { WebhookTarget } from './webhook.config.js';
import { WebhookConnector } from './webhook.connector.js';

const signingSecret = () => new Secret(`whsec_${randomBytes(24).toString('base64')}`);
const reader = ['orders:read'];
const methods = { read: 'GET', write: 'POST' } as const;

function sessionOf(origin: string, token: string): Session {
  return {
    may: async (action) => {
      const answer = await request(`${origin}/orders`, {
        method: methods[action],
        headers: { authorization: `Bearer ${token}`, connection: 'close' },
      });
      await answer.body.dump();
      return answer.statusCode === 200;
    },
    close: async () => undefined,
  };
}

async function loginAt(origin: string, name: string, secret: Secret): Promise<Session | undefined> {
  const basic = Buffer.from(`${name}:${secret.reveal()}`).toString('base64');
  const { statusCode, body } = await request(`${origin}/login`, {
    method: 'POST',
    headers: { authorization: `Basic ${basic}`, connection: 'close' },
  });
  const answer = (await body.json()) as { readonly token?: string };
  return statusCode === 200 && answer.token ? sessionOf(origin, answer.token) : undefined;
}

async function start(): Promise<TargetUnderTest> {
  const [secret, lookers, wrong] = [signingSecret(), signingSecret(), signingSecret()];
  const server = await startOrderTarget([
    { secret, may: 'manage' },
    { secret: lookers, may: 'look' },
  ]);
  const config: WebhookTarget = {
    name: 'orders',
    kind: 'webhook',
    url: server.url,
    secret,
    allowPrivateAddresses: true,
    unsupported: [],
    timeoutMs: 10_000,
  };
  const as = (over: Partial<WebhookTarget>) => new WebhookConnector({ ...config, ...over });
  const { origin } = new URL(server.url);
  const ways = new Ways({ host: '127.0.0.1', port: server.port });
  let names = 0;
  return {
    connector: as({}),
    through: async (way) => as({ url: `http://127.0.0.1:${(await ways.address(way)).port}/trivium` }),
    turnedAway: () => as({ secret: wrong }),
    powerless: () => as({ secret: lookers }),
    secrets: [secret, lookers, wrong],
    reader,
    writer: ['orders:write'],
    impossible: {
      'a name that the target cannot have': { name: 'a b', entitlements: reader },
      'an entitlement that it does not know': { name: 'ada', entitlements: ['invoices:read'] },
    },
    name: (part) => `${part}-${(names += 1)}`,
    login: (name, secretOfAccount) => loginAt(origin, name, secretOfAccount),
    disable: async (name) => server.book.disable(name),
    own: async (name) => {
      server.book.own('ledger', name);
      return async () => server.book.ownerOf('ledger');
    },
    heir: 'keeper',
    stop: async () => {
      await ways.close();
      await server.close();
    },
  };
}

connectorConformance('a system that takes signed webhooks', start);
