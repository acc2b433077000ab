import { defaultPorts, type StackPlan, type StackSecrets } from '@trivium/local';
import type { ApplyConfig } from './provision.config.js';

/** The plan of an installation whose servers run already; all of its programs are in `programDir`. */
export function planOf(config: ApplyConfig, secrets: StackSecrets, programDir: string): StackPlan {
  return {
    servers: {
      kafka: {
        brokers: config.KAFKA_BROKERS,
        admin: { username: config.KAFKA_USERNAME, password: config.KAFKA_PASSWORD },
        tls: config.TRIVIUM_KAFKA_TLS,
      },
      postgres: { adminUrl: config.DATABASE_URL, productUrl: config.DATABASE_URL },
      valkey: { url: config.VALKEY_URL },
      cache: { url: config.TRIVIUM_CACHE_URL },
    },
    secrets,
    network: {
      listenHost: config.TRIVIUM_LISTEN_HOST,
      serviceHost: config.TRIVIUM_SERVICE_HOST,
      publicHost: config.TRIVIUM_PUBLIC_HOST,
      publicBrokers: config.TRIVIUM_PUBLIC_BROKERS ?? config.KAFKA_BROKERS,
      ports: config.TRIVIUM_SERVICE_PORTS ?? defaultPorts,
    },
    servicesDir: config.TRIVIUM_SERVICES_DIR,
    spoolDir: config.TRIVIUM_SPOOL_DIR,
    programDir,
  };
}
