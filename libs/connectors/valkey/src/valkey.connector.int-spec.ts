import { Secret } from '@trivium/credentials';
import { startOwnValkey } from '@trivium/testing';
import { Redis } from 'ioredis';
import { ValkeyConnector } from './valkey.connector.js';

const act = () => ({ signal: AbortSignal.timeout(10_000), operationId: 'spec' });
const account = { name: 'orders-app', entitlements: ['+@read', '~orders:*'] };

describe('ACL users of a Valkey server', () => {
  let server: Awaited<ReturnType<typeof startOwnValkey>>;
  let target: ValkeyConnector;

  beforeAll(async () => {
    server = await startOwnValkey();
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
      timeoutMs: 5_000,
    });
  });
  afterAll(() => server.stop());

  it('gives a secret that works, ends it with open sessions, and changes nothing the second time', async () => {
    await target.provision(account, act());
    const secret = await target.issue(account, act());
    const session = new Redis(server.urlFor(account.name, secret.reveal()), { retryStrategy: () => null });
    session.on('error', () => undefined);
    const ended = new Promise((resolve) => session.once('end', resolve));
    expect(await session.get('orders:1')).toBeNull();
    expect(await target.verify(account, secret, act())).toMatchObject({
      access: 'accepted',
      method: 'login-attempt',
    });
    expect(await target.revoke(account, act())).toMatchObject({
      outcome: 'revoked',
      evidence: { sessionsEnded: 1, persisted: true },
    });
    await ended;
    expect(await target.verify(account, secret, act())).toMatchObject({
      access: 'refused',
      evidence: { answer: 'WRONGPASS' },
    });
    expect(await target.revoke(account, act())).toMatchObject({ outcome: 'already' });
  });

  it('replaces a secret at once, or keeps the former one', async () => {
    await target.provision(account, act());
    const first = await target.issue(account, act());
    const second = await target.rotate(account, { secret: first, mode: 'keep' }, act());
    expect((await target.verify(account, first, act())).access).toBe('accepted');
    const third = await target.rotate(account, { secret: second, mode: 'revoke' }, act());
    for (const old of [first, second])
      expect((await target.verify(account, old, act())).access).toBe('refused');
    expect((await target.verify(account, third, act())).access).toBe('accepted');
  });

  it('lists who is there', async () => {
    const names: string[] = [];
    for await (const { name } of target.discover(act())) names.push(name);
    expect(names).toContain('orders-app');
  });

  it('says unavailable, not refused, when nobody answers', async () => {
    await server.kill();
    for (const attempt of [
      () => target.revoke(account, act()),
      () => target.verify(account, new Secret('x'), act()),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'ERR_TARGET_UNAVAILABLE' });
    }
  });
});
