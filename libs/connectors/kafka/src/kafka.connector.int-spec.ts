import { Secret } from '@trivium/credentials';
import { testKafka } from '@trivium/testing';
import { KafkaConnector } from './kafka.connector.js';

const kafka = testKafka();
const connector = (brokers = [kafka.brokers]) =>
  new KafkaConnector({
    name: 'stream',
    kind: 'kafka',
    brokers,
    adminUser: kafka.admin.username,
    adminPassword: new Secret(kafka.admin.password),
    tls: false,
    timeoutMs: 8_000,
  });
const act = () => ({ signal: AbortSignal.timeout(20_000), operationId: 'spec' });

describe('SCRAM users of a Kafka cluster', () => {
  const account = {
    name: kafka.unique('orders-app'),
    entitlements: ['topic:read:orders', 'group:read:orders.*'],
  };

  it('gives a secret that works, and takes it back for good', async () => {
    const target = connector();
    await target.provision(account, act());
    const secret = await target.issue(account, act());
    expect(await target.verify(account, secret, act())).toMatchObject({
      access: 'accepted',
      method: 'login-attempt',
      evidence: { aclsLeft: 2 },
    });
    expect(await target.revoke(account, act())).toEqual({
      outcome: 'revoked',
      evidence: { credentialDeleted: true, aclsRemoved: 2 },
    });
    expect(await target.verify(account, secret, act())).toMatchObject({
      access: 'refused',
      method: 'login-attempt',
    });
    expect(await target.verify(account, undefined, act())).toMatchObject({
      access: 'refused',
      method: 'inspection',
    });
    expect(await target.revoke(account, act())).toMatchObject({ outcome: 'already' });
  });

  it('replaces a secret: the new one works, the old one is refused', async () => {
    const target = connector();
    const old = await target.issue(account, act());
    const next = await target.rotate(account, { secret: old, mode: 'revoke' }, act());
    expect(await target.verify(account, old, act())).toMatchObject({ access: 'refused' });
    expect(await target.verify(account, next, act())).toMatchObject({ access: 'accepted' });
    await expect(target.rotate(account, { secret: next, mode: 'keep' }, act())).rejects.toMatchObject({
      code: 'ERR_UNSUPPORTED_BY_TARGET',
    });
    await target.revoke(account, act());
  });

  it('says unavailable, not refused, when no broker answers', async () => {
    const gone = connector(['127.0.0.1:1']);
    const acts = [
      () => gone.revoke(account, act()),
      () => gone.verify(account, new Secret('x'), act()),
      () => gone.issue(account, act()),
    ];
    for (const attempt of acts)
      await expect(attempt()).rejects.toMatchObject({ code: 'ERR_TARGET_UNAVAILABLE' });
  });

  it('ends with its signal', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(connector().revoke(account, { signal, operationId: 'spec' })).rejects.toMatchObject({
      code: 'ERR_TARGET_UNAVAILABLE',
    });
  });
});
