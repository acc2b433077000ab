import type { Delivery } from '@trivium/example';
import { Agent, request } from 'undici';

/** A client with as little of its own as possible: kept connections, one request at a time on each. */
export class Http {
  readonly #agent: Agent;

  constructor(connections: number) {
    this.#agent = new Agent({ connections, pipelining: 1 });
  }

  /** The body of a 2xx answer; any other one is an error. */
  async post({ url, headers, body }: Delivery): Promise<string> {
    const answer = await request(url, { method: 'POST', headers, body, dispatcher: this.#agent });
    const text = await answer.body.text();
    if (answer.statusCode >= 300)
      throw new Error(`${url} answered ${answer.statusCode}: ${text.slice(0, 300)}`);
    return text;
  }

  close(): Promise<void> {
    return this.#agent.close();
  }
}
