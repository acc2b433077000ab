import { join } from 'node:path';
import { loopback } from '../ports.js';
import { projectRoot } from '../project.js';
import { serviceDatabaseUrl } from './provision.js';
import type { Servers } from './servers.js';
import { sha256Hex, type StackSecrets } from './stack-secrets.js';
import type { Service } from './topology.js';

export interface StackPlan {
  readonly servers: Servers;
  readonly secrets: StackSecrets;
  readonly ports: Readonly<Record<Service, number>>;
  readonly targetsFile: string;
  readonly sourcesFile: string;
}

export const resourceServerId = 'example-resource-server';
export const administratorName = 'admin';

/** The settings of one process; the same names as in every other deployment. */
export function serviceEnvironment(service: Service, plan: StackPlan): Record<string, string> {
  return { ...commonSettings(service, plan), ...ownSettings[service](plan) };
}

const urlOf = ({ ports }: StackPlan, service: Service) => `http://${loopback}:${ports[service]}`;
const jwksOf = (plan: StackPlan, service: Service) => `${urlOf(plan, service)}/.well-known/jwks.json`;

function commonSettings(service: Service, plan: StackPlan): Record<string, string> {
  const { servers, secrets, ports } = plan;
  return {
    NODE_ENV: 'production',
    TRIVIUM_HOST: loopback,
    TRIVIUM_PORT: String(ports[service]),
    DATABASE_URL: serviceDatabaseUrl(servers, service, secrets),
    KAFKA_BROKERS: servers.kafka.brokers,
    KAFKA_USERNAME: service,
    KAFKA_PASSWORD: secrets.kafka[service],
  };
}

function roadSettings(road: 'workforce' | 'workload' | 'agent') {
  return (plan: StackPlan): Record<string, string> => ({
    ...calledByGateway(plan),
    ...sealing(road)(plan),
    VALKEY_URL: plan.servers.valkey.urlFor(road, plan.secrets.valkey[road]),
    TRIVIUM_TARGETS_FILE: plan.targetsFile,
    TRIVIUM_DECISION_URL: urlOf(plan, 'decision'),
    TRIVIUM_GOVERNANCE_DIR: join(projectRoot(), 'governance'),
  });
}

const calledByGateway = (plan: StackPlan) => ({ TRIVIUM_GATEWAY_JWKS_URL: jwksOf(plan, 'gateway') });
const sealing = (service: Service) => (plan: StackPlan) => ({
  TRIVIUM_KEY_ENCRYPTION_KEY: plan.secrets.keyEncryption[service],
});

const ownSettings: Readonly<Record<Service, (plan: StackPlan) => Record<string, string>>> = {
  workforce: roadSettings('workforce'),
  workload: roadSettings('workload'),
  agent: roadSettings('agent'),
  audit: calledByGateway,
  decision: (plan) => ({
    ...calledByGateway(plan),
    ...sealing('decision')(plan),
    VALKEY_URL: plan.servers.valkey.urlFor('decision', plan.secrets.valkey.decision),
    TRIVIUM_GOVERNANCE_DIR: join(projectRoot(), 'governance'),
    TRIVIUM_ROAD_JWKS_URLS: (['workforce', 'workload', 'agent'] as const)
      .map((road) => `${road}=${jwksOf(plan, road)}`)
      .join(','),
    TRIVIUM_API_CLIENTS: `${resourceServerId}:${sha256Hex(plan.secrets.resourceServer)}`,
  }),
  gateway: (plan) => ({
    ...sealing('gateway')(plan),
    TRIVIUM_WEBHOOK_SOURCES_FILE: plan.sourcesFile,
    TRIVIUM_ADMIN_PASSWORD: plan.secrets.administrator,
    TRIVIUM_CONSOLE_DIR: join(projectRoot(), 'apps', 'console', 'dist'),
    TRIVIUM_SERVICE_URLS: (['workforce', 'workload', 'agent', 'audit'] as const)
      .map((service) => `${service}=${urlOf(plan, service)}`)
      .join(','),
  }),
};
