import { listed } from '@trivium/connector-conformance';
import { generatePassword, Secret } from '@trivium/credentials';
import { startOwnValkey } from '@trivium/testing';
import { Redis } from 'ioredis';
import { ValkeyConnector } from './valkey.connector.js';

const act = () => ({ signal: AbortSignal.timeout(10_000), operationId: 'spec' });
const account = { name: 'orders-app', entitlements: ['+@read', '~orders:*'] };

describe('ACL users of a Valkey server', () => {
  let server: Awaited<ReturnType<typeof startOwnValkey>>;
  let target: ValkeyConnector;
  let root: Redis;

  beforeAll(async () => {
    server = await startOwnValkey();
    root = new Redis(server.url);
    const admin = new URL(server.url);
    target = new ValkeyConnector({
      name: 'cache',
      kind: 'valkey',
      host: admin.hostname,
      port: Number(admin.port),
      adminUser: admin.username,
      adminPassword: new Secret(admin.password),
      tls: 'off',
      connectTimeoutMs: 2_000,
      timeoutMs: 10_000,
    });
  });
  afterAll(async () => {
    root.disconnect();
    await server.stop();
  });

  const access = async (secret: Secret) => (await target.verify(account, secret, act())).access;

  it('says what it did and what the server answered', async () => {
    await target.provision(account, act());
    const secret = await target.issue(account, act());
    expect(await target.revoke(account, act())).toEqual({
      outcome: 'revoked',
      evidence: { user: 'deleted', sessionsEnded: 0, persisted: true },
    });
    expect(await target.verify(account, secret, act())).toEqual({
      access: 'refused',
      method: 'login-attempt',
      evidence: { answer: 'WRONGPASS' },
    });
    expect((await target.verify(account, undefined, act())).method).toBe('inspection');
  });

  it('ends every secret that was kept when one is replaced at once', async () => {
    await target.provision(account, act());
    const first = await target.issue(account, act());
    const second = await target.rotate(account, { secret: first, mode: 'keep' }, act());
    const third = await target.rotate(account, { secret: second, mode: 'revoke' }, act());
    expect([await access(first), await access(second), await access(third)]).toEqual([
      'refused',
      'refused',
      'accepted',
    ]);
  });

  it.each([
    { name: 'a selector', rules: ['on', '>old-password', '(+set ~*)'] },
    { name: 'every password', rules: ['on', 'nopass', '+@all', '~*'] },
  ])('takes $name away from a user that somebody else made', async ({ rules }) => {
    await root.call('ACL', 'SETUSER', account.name, 'reset', ...rules);
    await target.provision(account, act());
    const found = (await listed(target)).find(({ name }) => name === account.name);
    expect(new Set(found?.entitlements)).toEqual(new Set(account.entitlements));
    expect(await access(generatePassword())).toBe('refused');
  });

  it('gives a user nothing beyond its rules', async () => {
    await target.provision({ ...account, entitlements: [] }, act());
    const secret = await target.issue(account, act());
    const client = new Redis(server.urlFor(account.name, secret.reveal()), {
      enableReadyCheck: false,
      disableClientInfo: true,
    });
    await expect(client.ping()).rejects.toThrow('NOPERM');
    client.disconnect();
  });

  it('leaves a rule that the server does not know to an administrator', async () => {
    const odd = { ...account, entitlements: ['+nonsense'] };
    await expect(target.provision(odd, act())).rejects.toMatchObject({ code: 'ERR_TARGET_REFUSED' });
  });
});
