import { listed } from '@trivium/connector-conformance';
import { Secret } from '@trivium/credentials';
import { testKafka } from '@trivium/testing';
import kafkajs from 'kafkajs';
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
    timeoutMs: 15_000,
  });
const act = () => ({ signal: AbortSignal.timeout(20_000), operationId: 'spec' });

describe('SCRAM users of a Kafka cluster', () => {
  const account = {
    name: kafka.unique('orders-app'),
    entitlements: ['topic:read:orders', 'group:read:orders.*'],
  };

  it('says what it did and what the brokers answered', async () => {
    const target = connector();
    await target.provision(account, act());
    const secret = await target.issue(account, act());
    expect(await target.verify(account, secret, act())).toMatchObject({ evidence: { aclsLeft: 2 } });
    expect(await target.revoke(account, act())).toEqual({
      outcome: 'revoked',
      evidence: { credentialDeleted: true, aclsRemoved: 2 },
    });
    expect(await target.verify(account, secret, act())).toEqual({
      access: 'refused',
      method: 'login-attempt',
      evidence: { answer: 'SASL_AUTHENTICATION_FAILED', aclsLeft: 0 },
    });
    expect(await target.verify(account, undefined, act())).toEqual({
      access: 'refused',
      method: 'inspection',
      evidence: { credential: false, aclsLeft: 0 },
    });
  });

  it('removes what no entitlement can say, too', async () => {
    const admin = new kafkajs.Kafka({
      brokers: [kafka.brokers],
      sasl: { mechanism: 'scram-sha-512', ...kafka.admin },
      logCreator: () => () => undefined,
    }).admin();
    await admin.connect();
    const acl = {
      principal: `User:${account.name}`,
      host: '10.1.2.3',
      resourceType: kafkajs.AclResourceTypes.TOPIC,
      resourceName: 'orders',
      resourcePatternType: kafkajs.ResourcePatternTypes.LITERAL,
      operation: kafkajs.AclOperationTypes.ALTER,
      permissionType: kafkajs.AclPermissionTypes.DENY,
    };
    const target = connector();
    await target.provision(account, act());
    await admin.createAcls({ acl: [acl] });
    await admin.disconnect();
    const entitled = async () => {
      const all = await listed(target);
      return all.find(({ name }) => name === account.name)?.entitlements;
    };
    expect(await entitled()).toContain('deny topic:alter:orders from 10.1.2.3');
    await target.provision(account, act());
    expect(await entitled()).toEqual(expect.not.arrayContaining(['deny topic:alter:orders from 10.1.2.3']));
    await target.revoke(account, act());
  });

  it('goes on to the next broker when one does not answer', async () => {
    const names = await listed(connector(['127.0.0.1:1', kafka.brokers]));
    expect(names.map(({ name }) => name)).toContain(kafka.admin.username);
  });
});
