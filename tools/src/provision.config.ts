import { services, type Service } from '@trivium/local';
import { readConfig, type Config } from '@trivium/runtime';
import { z } from 'zod';

const folder = (text: string) => z.string().min(1).describe(text);
const address = (text: string) =>
  z
    .string()
    .regex(/^[^\s:]+:\d+$/, 'must be host:port')
    .describe(text);
const secret = (schema: z.ZodString, description: string) => schema.meta({ description, secret: true });
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// URL');
const valkeyUrl = z.string().regex(/^(redis|valkey)s?:\/\//, 'must be a redis:// or valkey:// URL');

const stateDir = folder('Folder that keeps what is generated once: the secrets of the installation.');
const publicBrokers = 'Kafka for clients outside, such as the SOC: host:port.';

/** What `prepare` is told: where the servers will be, so that it can write the files they start from. */
export const prepareSettings = {
  TRIVIUM_STATE_DIR: stateDir,
  TRIVIUM_SERVERS_DIR: folder('Folder in which each server finds one of its own with its configuration.'),
  TRIVIUM_KAFKA_ADDRESS: address('Kafka for the services: host:port.'),
  TRIVIUM_PUBLIC_BROKERS: address(publicBrokers),
  TRIVIUM_KAFKA_CONTROLLER: address('Where the broker reaches itself as controller: host:port.').default(
    '127.0.0.1:9093',
  ),
  TRIVIUM_KAFKA_DATA_DIR: folder('Where the broker keeps its log.').default('/var/lib/kafka/data'),
  TRIVIUM_POSTGRES_ADDRESS: address('Postgres: host:port.'),
  TRIVIUM_POSTGRES_DATABASE: z.string().min(1).default('trivium').describe('Database of the services.'),
  TRIVIUM_VALKEY_ADDRESS: address('Valkey with the containment markers: host:port.'),
  TRIVIUM_CACHE_ADDRESS: address('Valkey that is an example target: host:port.'),
};

const servicePorts = z
  .string()
  .transform((text) => Object.fromEntries(text.split(',').map((pair) => pair.split('='))) as unknown)
  .pipe(
    z.strictObject(
      Object.fromEntries(services.map((name) => [name, z.coerce.number().int().min(1)])) as Record<
        Service,
        z.ZodCoercedNumber
      >,
    ),
  );

/** What `apply` is told: running servers with an account that may make others, and where the services will be. */
export const applySettings = {
  TRIVIUM_STATE_DIR: stateDir,
  TRIVIUM_SERVICES_DIR: folder('Folder in which each service finds one of its own with its settings.'),
  TRIVIUM_SPOOL_DIR: folder('Folder in which a service keeps what others have not taken yet.').default(
    '/var/lib/trivium',
  ),
  KAFKA_BROKERS: z.string().min(1).describe('Kafka bootstrap servers, host:port separated by commas.'),
  KAFKA_USERNAME: z.string().min(1).describe('A principal that may make topics, users and ACLs.'),
  KAFKA_PASSWORD: secret(z.string().min(1), 'The password of that principal.'),
  TRIVIUM_KAFKA_TLS: z.stringbool().default(false).describe('Speak TLS to the brokers.'),
  DATABASE_URL: secret(postgresUrl, "The product's database, with a role that may make roles and schemas."),
  VALKEY_URL: secret(valkeyUrl, 'Valkey with the containment markers, with a user that may make users.'),
  TRIVIUM_CACHE_URL: secret(valkeyUrl, 'Valkey that is an example target, with a user that may make users.'),
  TRIVIUM_LISTEN_HOST: z.string().default('127.0.0.1').describe('Address that each service listens on.'),
  TRIVIUM_SERVICE_HOST: z
    .string()
    .default('127.0.0.1')
    .describe("Host under which services reach each other; {service} in it stands for the service's name."),
  TRIVIUM_PUBLIC_HOST: z.string().default('127.0.0.1').describe('Host under which clients reach them.'),
  TRIVIUM_PUBLIC_BROKERS: address(publicBrokers).optional(),
  TRIVIUM_SERVICE_PORTS: servicePorts
    .optional()
    .describe('Ports of the services, <service>=<port> separated by commas; 7400 and following when absent.'),
};
export type ApplyConfig = Config<typeof applySettings>;

export const prepareConfig = () => readConfig(prepareSettings);
export const applyConfig = () => readConfig(applySettings);
