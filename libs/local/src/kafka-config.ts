import { loopback } from './ports.js';

export interface KafkaSecrets {
  readonly clusterId: string;
  readonly adminPassword: string;
  readonly controllerPassword: string;
}

export interface KafkaSettings {
  readonly port: number;
  readonly controllerPort: number;
  readonly logDir: string;
  readonly secrets: KafkaSecrets;
}

export const kafkaAdmin = 'admin';

const scramLogin = (password: string): string =>
  `org.apache.kafka.common.security.scram.ScramLoginModule required username="${kafkaAdmin}" password="${password}";`;

/** The controllers serve the metadata that holds the SCRAM users, so they cannot ask for SCRAM themselves. */
const plainLogin = (password: string): string =>
  `org.apache.kafka.common.security.plain.PlainLoginModule required username="ctl" password="${password}" user_ctl="${password}";`;

function authentication({ adminPassword, controllerPassword }: KafkaSecrets): Record<string, string> {
  return {
    'listener.security.protocol.map': 'CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT',
    'inter.broker.listener.name': 'CLIENT',
    'controller.listener.names': 'CONTROLLER',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-512',
    'sasl.mechanism.controller.protocol': 'PLAIN',
    'listener.name.controller.sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.client.scram-sha-512.sasl.jaas.config': scramLogin(adminPassword),
    'listener.name.controller.plain.sasl.jaas.config': plainLogin(controllerPassword),
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': `User:${kafkaAdmin};User:ctl`,
    'allow.everyone.if.no.acl.found': 'false',
  };
}

const singleMachine: Record<string, string> = {
  'auto.create.topics.enable': 'false',
  'group.initial.rebalance.delay.ms': '0',
  'offsets.topic.num.partitions': '4',
  'offsets.topic.replication.factor': '1',
  'transaction.state.log.num.partitions': '1',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'share.coordinator.state.topic.num.partitions': '1',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  'log.cleaner.dedupe.buffer.size': '4194304',
  'log.segment.bytes': '67108864',
};

/** `server.properties` of one node that is broker and controller at once (KRaft), reachable on loopback only. */
export function kafkaProperties({ port, controllerPort, logDir, secrets }: KafkaSettings): string {
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@${loopback}:${controllerPort}`,
    listeners: `CLIENT://${loopback}:${port},CONTROLLER://${loopback}:${controllerPort}`,
    'advertised.listeners': `CLIENT://${loopback}:${port}`,
    'log.dirs': logDir.replaceAll('\\', '/'),
    ...authentication(secrets),
    ...singleMachine,
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}
