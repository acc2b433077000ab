import type { Service } from './topology.js';

/** Where the services of one installation listen, and under which names they are reached. */
export interface Network {
  /** Address that each service listens on. */
  readonly listenHost: string;
  readonly ports: Readonly<Record<Service, number>>;
  /** Host under which the others reach a service; `{service}` in it stands for the service's name. */
  readonly serviceHost: string;
  /** Host under which people and clients reach the gateway and the decision service. */
  readonly publicHost: string;
  /** Kafka as those outside reach it, `host:port` separated by commas. */
  readonly publicBrokers: string;
}

/** The address of a service for the other services. */
export const insideUrl = ({ serviceHost, ports }: Network, service: Service): string =>
  `http://${serviceHost.replace('{service}', service)}:${ports[service]}`;

/** The address of a service for those outside. */
export const publicUrl = ({ publicHost, ports }: Network, service: Service): string =>
  `http://${publicHost}:${ports[service]}`;
