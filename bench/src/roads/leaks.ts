import { secretLeakedV1 } from '@trivium/contracts';
import { eventually, registerWorkload, type Workload } from '@trivium/example';
import type { BenchSystem } from '../bench-system.js';
import { kafkaEvent, type KafkaEvent } from '../event-message.js';
import { each } from '../timed.js';
import type { BenchedRoad, Ending } from './benched-road.js';
import type { Leavers } from './leavers.js';

const atOnce = 8;
const secretType = 'postgres_connection_string';
const cacheSecret = 'valkey_password';
const wish = {
  kind: 'service_account',
  purpose: 'reads orders from the cache',
  environment: 'production',
  dataSensitivity: 'internal',
  permissions: [],
};
const atCache = { target: 'cache', entitlements: ['+@read', '~orders:*'], secretTypes: [cacheSecret] };

/** Service accounts whose secret leaks; after the rotation they work again and can leak again. */
export class Leaks implements BenchedRoad {
  readonly road = 'workload';
  readonly event = 'leaked-secret webhook';
  readonly #workloads: Workload[] = [];
  #ownerId: string | undefined;
  #cached = 0;

  constructor(
    private readonly system: BenchSystem,
    private readonly leavers: Leavers,
  ) {}

  async prepare(count: number): Promise<readonly Ending[]> {
    await this.#register(count - this.#workloads.length);
    return each(this.#workloads.slice(0, count), atOnce, (workload) => this.#ending(workload));
  }

  async #register(missing: number): Promise<void> {
    if (missing <= 0) return;
    const ownerId = await this.#owner();
    const names = Array.from({ length: missing }, (_, at) => `leak-${this.#workloads.length + at}`);
    const register = (name: string) =>
      registerWorkload(this.system.example, { name, ownerId, repository: `example/${name}` });
    this.#workloads.push(...(await each(names, atOnce, register)));
  }

  /** Leaks whose rotation the example cache has to take part in. */
  async prepareAtCache(count: number): Promise<readonly (() => Promise<unknown>)[]> {
    const ownerId = await this.#owner();
    const names = Array.from({ length: count }, () => `cached-${(this.#cached += 1)}`);
    return each(names, atOnce, async (name) => {
      const repository = `example/${name}`;
      await this.#issueAtCache({ ...wish, name, ownerId, repositories: [repository] });
      const delivery = await this.system.example.github.leak(repository, cacheSecret);
      return () => this.system.http.post(delivery);
    });
  }

  async #issueAtCache(nhi: object): Promise<void> {
    const { operator } = this.system.example;
    const { nhiId } = await operator.send<{ nhiId: string }>('POST', '/v1/workload/nhis', nhi);
    const path = `/v1/workload/nhis/${nhiId}/credentials`;
    const { credentialId } = await operator.send<{ credentialId: string }>('POST', path, atCache);
    await this.#works({ nhiId, credentialId });
  }

  async #owner(): Promise<string> {
    return (this.#ownerId ??= (await this.leavers.hire(1))[0]!.personId);
  }

  async #ending(workload: Workload): Promise<Ending> {
    const { example, http } = this.system;
    await this.#works(workload);
    const path = `/v1/workload/nhis/${workload.nhiId}/assertions`;
    const { assertion } = await example.operator.send<{ assertion: string }>('POST', path);
    const { access_token: token } = await example.tokenFrom(assertion);
    const delivery = await example.github.leak(workload.repository, secretType);
    return { token, send: () => http.post(delivery), event: () => leak(workload.repository) };
  }

  #works({ nhiId, credentialId }: Pick<Workload, 'nhiId' | 'credentialId'>): Promise<boolean> {
    return eventually(
      `the credential ${credentialId}`,
      async () => {
        const path = `/v1/workload/nhis/${nhiId}/credentials/${credentialId}`;
        return (await this.system.example.operator.get<{ state: string }>(path)).state === 'active';
      },
      60_000,
      100,
    );
  }
}

/** An alert that was told before changes nothing; those that are told by webhook are numbered from 1. */
let alerts = 1_000_000;

function leak(repository: string): KafkaEvent {
  const at = new Date().toISOString();
  const found = { source: 'github', repository, alertNumber: (alerts += 1), secretType };
  return kafkaEvent(secretLeakedV1, { ...found, occurredAt: at, receivedAt: at });
}
