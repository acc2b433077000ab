import { ordersRoles } from './orders-database.js';
import type { KeepFile } from './service-environment.js';
import type { StackPlan } from './stack-plan.js';

/** They share the cores with everything else: more acts at once end no access sooner, and stand before what somebody waits for. */
const besideUs = 4;

/** The example targets as a road is told of them: a database of orders, a cache, and the event stream itself. */
export function exampleTargets({ servers, secrets }: StackPlan, file: KeepFile) {
  const [orders, cache] = [new URL(servers.postgres.adminUrl), new URL(servers.cache.url)];
  return [
    {
      name: 'orders-db',
      kind: 'postgres',
      concurrency: besideUs,
      host: orders.hostname,
      port: Number(orders.port || 5432),
      database: 'orders',
      adminUser: ordersRoles.admin,
      adminPassword: { file: file('orders-admin', secrets.ordersAdmin) },
      owner: ordersRoles.owner,
      tls: 'off',
    },
    {
      name: 'cache',
      kind: 'valkey',
      concurrency: besideUs,
      host: cache.hostname,
      port: Number(cache.port || 6379),
      adminUser: cache.username,
      adminPassword: { file: file('cache-admin', decodeURIComponent(cache.password)) },
      tls: 'off',
    },
    {
      name: 'stream',
      kind: 'kafka',
      concurrency: besideUs,
      brokers: servers.kafka.brokers.split(','),
      adminUser: servers.kafka.admin.username,
      adminPassword: { file: file('stream-admin', servers.kafka.admin.password) },
      tls: servers.kafka.tls ?? false,
    },
  ];
}
