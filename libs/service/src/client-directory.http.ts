import { request } from 'undici';
import { ClientNotRegistered, type ClientDirectory } from './client-directory.js';

const timeoutMs = 5_000;

/** The registration endpoint of the decision service (RFC 7591). */
export class HttpClientDirectory implements ClientDirectory {
  readonly #endpoint: string;

  constructor(decisionUrl: string) {
    this.#endpoint = new URL('/oauth/register', decisionUrl).toString();
  }

  async register(statement: string): Promise<void> {
    const { statusCode, body } = await this.#send(JSON.stringify({ software_statement: statement }));
    const answer = await body.text();
    if (statusCode !== 201)
      throw new ClientNotRegistered(`the token endpoint answered ${statusCode}: ${answer.slice(0, 200)}`);
  }

  async #send(body: string) {
    try {
      return await request(this.#endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (cause) {
      throw new ClientNotRegistered('the token endpoint does not answer', { cause });
    }
  }
}
