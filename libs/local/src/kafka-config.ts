export interface KafkaSecrets {
  readonly clusterId: string;
  readonly adminPassword: string;
  readonly controllerPassword: string;
}

/** What a listener proves itself with, both in PEM; the key is PKCS #8. */
export interface KafkaCertificate {
  readonly cert: string;
  readonly key: string;
}

/** Where clients of one network reach the broker. */
export interface KafkaListener {
  /** Upper case; part of the names of its settings. */
  readonly name: string;
  /** `host:port` it listens on. */
  readonly bind: string;
  /** `host:port` that it tells its clients. */
  readonly address: string;
  /** It speaks TLS. */
  readonly certificate?: KafkaCertificate | undefined;
}

export interface KafkaSettings {
  /** The first one is also the broker's own. */
  readonly listeners: readonly [KafkaListener, ...KafkaListener[]];
  /** `host:port` of the controller, which only the node itself speaks to. */
  readonly controller: string;
  readonly logDir: string;
  readonly secrets: KafkaSecrets;
}

export const kafkaAdmin = 'admin';

const scramLogin = (password: string): string =>
  `org.apache.kafka.common.security.scram.ScramLoginModule required username="${kafkaAdmin}" password="${password}";`;

/** The controllers serve the metadata that holds the SCRAM users, so they cannot ask for SCRAM themselves. */
const plainLogin = (password: string): string =>
  `org.apache.kafka.common.security.plain.PlainLoginModule required username="ctl" password="${password}" user_ctl="${password}";`;

/** A text of several lines as the value of a Java property. */
const oneLine = (text: string): string => text.trim().replaceAll('\n', '\\n');

/** The broker is a client of its own first listener, so it has to believe what that one says. */
function encryption({ name, certificate }: KafkaListener): [string, string][] {
  if (!certificate) return [];
  const [chain, key] = [oneLine(certificate.cert), oneLine(certificate.key)];
  const settings = {
    'keystore.type': 'PEM',
    'keystore.certificate.chain': chain,
    'keystore.key': key,
    'truststore.type': 'PEM',
    'truststore.certificates': chain,
  };
  return Object.entries(settings).map(([setting, value]) => [
    `listener.name.${name.toLowerCase()}.ssl.${setting}`,
    value,
  ]);
}

const protocolOf = ({ name, certificate }: Pick<KafkaListener, 'name' | 'certificate'>): string =>
  `${name}:${certificate ? 'SASL_SSL' : 'SASL_PLAINTEXT'}`;

function authentication({ listeners, secrets }: KafkaSettings): Record<string, string> {
  const { adminPassword, controllerPassword } = secrets;
  const logins = listeners.map(
    ({ name }) =>
      [
        `listener.name.${name.toLowerCase()}.scram-sha-512.sasl.jaas.config`,
        scramLogin(adminPassword),
      ] as const,
  );
  return {
    'listener.security.protocol.map': [...listeners, { name: 'CONTROLLER' }].map(protocolOf).join(','),
    'inter.broker.listener.name': listeners[0].name,
    'controller.listener.names': 'CONTROLLER',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-512',
    'sasl.mechanism.controller.protocol': 'PLAIN',
    'listener.name.controller.sasl.enabled.mechanisms': 'PLAIN',
    ...Object.fromEntries(logins),
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

/** `server.properties` of one node that is broker and controller at once (KRaft). */
export function kafkaProperties(settings: KafkaSettings): string {
  const { listeners, controller, logDir } = settings;
  const bound = listeners.map(({ name, bind }) => `${name}://${bind}`);
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@${controller}`,
    listeners: [...bound, `CONTROLLER://${controller}`].join(','),
    'advertised.listeners': listeners.map(({ name, address }) => `${name}://${address}`).join(','),
    'log.dirs': logDir.replaceAll('\\', '/'),
    ...authentication(settings),
    ...Object.fromEntries(listeners.flatMap(encryption)),
    ...singleMachine,
  };
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}
