import { call } from './http.js';

interface Page<Item> {
  readonly items: readonly Item[];
}

/** A person or script that works with the public API. */
export class Operator {
  private constructor(
    private readonly gatewayUrl: string,
    private readonly headers: Record<string, string>,
  ) {}

  /** Signs in as the local administrator; the session travels in its cookie. */
  static async signIn(gatewayUrl: string, username: string, password: string): Promise<Operator> {
    const answer = await call(`POST`, `${gatewayUrl}/v1/session`, {
      headers: { 'content-type': 'application/json', origin: new URL(gatewayUrl).origin },
      body: JSON.stringify({ username, password }),
    });
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    return new Operator(gatewayUrl, { cookie, origin: new URL(gatewayUrl).origin });
  }

  async get<Body>(path: string): Promise<Body> {
    return (await call<Body>('GET', `${this.gatewayUrl}${path}`, { headers: this.headers })).body;
  }

  async list<Item>(path: string): Promise<readonly Item[]> {
    return (await this.get<Page<Item>>(path)).items;
  }

  async send<Body>(method: 'POST' | 'PUT' | 'DELETE', path: string, body: unknown = {}): Promise<Body> {
    const headers = { ...this.headers, 'content-type': 'application/json' };
    return (await call<Body>(method, `${this.gatewayUrl}${path}`, { headers, body: JSON.stringify(body) }))
      .body;
  }
}
