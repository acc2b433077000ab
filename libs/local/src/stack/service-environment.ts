import { serviceUrl } from '@trivium/persistence';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { exampleTargets } from './example-targets.js';
import { insideUrl, publicUrl } from './network.js';
import { asUser } from './server-access.js';
import type { StackPlan } from './stack-plan.js';
import { sha256Hex } from './stack-secrets.js';
import type { Service } from './topology.js';
import { webhookSources } from './webhook-sources.js';

/** Puts a text into a file of the service's own folder; the file's path. */
export type KeepFile = (name: string, text: string) => string;

type Settings = Readonly<Record<string, string>>;
type Road = 'workforce' | 'workload' | 'agent';

export const resourceServerId = 'example-resource-server';
export const administratorName = 'admin';

/** The settings of one process. What is secret stands in files, and a setting `…_FILE` points to each. */
export function serviceEnvironment(service: Service, plan: StackPlan, file: KeepFile): Settings {
  return { ...commonSettings(service, plan, file), ...ownSettings[service](plan, file) };
}

const jwksOf = ({ network }: StackPlan, service: Service) =>
  `${insideUrl(network, service)}/.well-known/jwks.json`;

function commonSettings(service: Service, plan: StackPlan, file: KeepFile): Settings {
  const { servers, secrets, network } = plan;
  const password = secrets.database[service];
  return {
    NODE_ENV: 'production',
    TRIVIUM_HOST: network.listenHost,
    TRIVIUM_PORT: String(network.ports[service]),
    DATABASE_URL_FILE: file('database-url', serviceUrl(servers.postgres.productUrl, { service, password })),
    KAFKA_BROKERS: servers.kafka.brokers,
    ...(servers.kafka.tls && { TRIVIUM_KAFKA_TLS: 'true' }),
    KAFKA_USERNAME: service,
    KAFKA_PASSWORD_FILE: file('kafka-password', secrets.kafka[service]),
  };
}

const calledByGateway = (plan: StackPlan): Settings => ({
  TRIVIUM_GATEWAY_JWKS_URL: jwksOf(plan, 'gateway'),
});
const governed = ({ programDir }: StackPlan): Settings => ({
  TRIVIUM_GOVERNANCE_DIR: join(programDir, 'governance'),
});
const sealing = (service: Service, { secrets }: StackPlan, file: KeepFile): Settings => ({
  TRIVIUM_KEY_ENCRYPTION_KEY_FILE: file('key-encryption-key', secrets.keyEncryption[service]),
});
const marking = (user: Road | 'decision', { servers, secrets }: StackPlan, file: KeepFile): Settings => ({
  VALKEY_URL_FILE: file('valkey-url', asUser(servers.valkey.url, user, secrets.valkey[user])),
});

function roadSettings(road: Road) {
  return (plan: StackPlan, file: KeepFile): Settings => ({
    ...calledByGateway(plan),
    ...governed(plan),
    ...sealing(road, plan, file),
    ...marking(road, plan, file),
    TRIVIUM_TARGETS_FILE: file('targets.yaml', stringify({ targets: exampleTargets(plan, file) })),
    TRIVIUM_DECISION_URL: insideUrl(plan.network, 'decision'),
  });
}

const listed = (names: readonly Service[], address: (service: Service) => string) =>
  names.map((name) => `${name}=${address(name)}`).join(',');

const ownSettings: Readonly<Record<Service, (plan: StackPlan, file: KeepFile) => Settings>> = {
  workforce: roadSettings('workforce'),
  workload: roadSettings('workload'),
  agent: roadSettings('agent'),
  audit: calledByGateway,
  decision: (plan, file) => ({
    ...calledByGateway(plan),
    ...governed(plan),
    ...sealing('decision', plan, file),
    ...marking('decision', plan, file),
    TRIVIUM_ISSUER: publicUrl(plan.network, 'decision'),
    TRIVIUM_DECISION_SPOOL_DIR: join(plan.spoolDir, 'decision'),
    TRIVIUM_ROAD_JWKS_URLS: listed(['workforce', 'workload', 'agent'], (road) => jwksOf(plan, road)),
    TRIVIUM_API_CLIENTS_FILE: file(
      'api-clients',
      `${resourceServerId}:${sha256Hex(plan.secrets.resourceServer)}`,
    ),
  }),
  gateway: (plan, file) => ({
    ...sealing('gateway', plan, file),
    TRIVIUM_WEBHOOK_SOURCES_FILE: file(
      'webhook-sources.yaml',
      stringify({ sources: webhookSources(plan.secrets, file) }),
    ),
    TRIVIUM_ADMIN_PASSWORD_FILE: file('admin-password', plan.secrets.administrator),
    TRIVIUM_CONSOLE_DIR: join(plan.programDir, 'apps', 'console', 'dist'),
    TRIVIUM_SERVICE_URLS: listed(['workforce', 'workload', 'agent', 'audit', 'decision'], (service) =>
      insideUrl(plan.network, service),
    ),
  }),
};
