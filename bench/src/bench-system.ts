import { ExampleSystem, type Delivery } from '@trivium/example';
import { startStack, type Service, type Stack } from '@trivium/local';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Http } from './http.js';
import type { Say } from './progress.js';
import { Suspensions } from './suspensions.js';

/** The whole system in a folder of its own with durable commits, as the benchmarks see it. */
export class BenchSystem {
  readonly http = new Http(64);
  readonly suspensions: Suspensions;
  readonly #basic: string;

  private constructor(
    readonly stack: Stack,
    readonly example: ExampleSystem,
    private readonly dataDir: string,
    readonly apiToken: string,
  ) {
    const { id, secret } = example.address.resourceServer;
    this.#basic = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
    this.suspensions = new Suspensions(dataDir);
  }

  static async start(say: Say): Promise<BenchSystem> {
    const dataDir = await mkdtemp(join(tmpdir(), 'trivium-bench-'));
    // For root, Postgres runs as another account; a folder which that one cannot reach would put its data elsewhere.
    await chmod(dataDir, 0o711);
    try {
      const stack = await startStack({ dataDir, progress: say });
      const example = await ExampleSystem.open(stack.address);
      const { token } = await example.operator.send<{ token: string }>('POST', '/v1/api-tokens', {
        name: 'bench',
        roles: ['admin'],
      });
      return new BenchSystem(stack, example, dataDir, token);
    } catch (cause) {
      throw new Error(`the system did not start; its logs are in ${join(dataDir, 'logs')}`, { cause });
    }
  }

  /** A call of the API as a script makes it. */
  api(path: string, body: unknown = {}): Delivery {
    const headers = { authorization: `Bearer ${this.apiToken}`, 'content-type': 'application/json' };
    return { url: `${this.example.address.gatewayUrl}${path}`, headers, body: JSON.stringify(body) };
  }

  /** What a resource server asks about a token. */
  introspection(token: string): Delivery {
    const headers = { authorization: this.#basic, 'content-type': 'application/x-www-form-urlencoded' };
    const body = new URLSearchParams({ token }).toString();
    return { url: `${this.example.address.decisionUrl}/oauth/introspect`, headers, body };
  }

  /** What a policy enforcement point asks. */
  evaluation(body: string): Delivery {
    const headers = { authorization: this.#basic, 'content-type': 'application/json' };
    return { url: `${this.example.address.decisionUrl}/access/v1/evaluation`, headers, body };
  }

  async pidOf(service: Service): Promise<number> {
    const text = await readFile(join(this.dataDir, 'run', `${service}.pid`), 'utf8');
    return (JSON.parse(text) as { pid: number }).pid;
  }

  async isActive(question: Delivery): Promise<boolean> {
    return (JSON.parse(await this.http.post(question)) as { active: boolean }).active;
  }

  async stop(): Promise<void> {
    this.suspensions.resumeAll();
    await this.http.close();
    await this.stack.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }
}
