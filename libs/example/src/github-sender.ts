import { sign } from '@octokit/webhooks-methods';
import { randomUUID } from 'node:crypto';
import { call, type Answer, type Delivery } from './http.js';
import type { Accepted } from './hris-sender.js';

export interface Deployment {
  readonly repository: string;
  readonly environment: string;
  readonly ref: string;
  readonly sha: string;
  readonly permissions: readonly string[];
}

/** A forge that sends as GitHub does: the raw body signed with `X-Hub-Signature-256`. */
export class GithubSender {
  #number = Math.floor(Date.now() / 1000);

  constructor(
    private readonly url: string,
    private readonly secret: string,
  ) {}

  deployed({ repository, environment, ref, sha, permissions }: Deployment): Promise<Answer<Accepted>> {
    const at = new Date().toISOString();
    const id = (this.#number += 1);
    const deployment = {
      id,
      ref,
      sha,
      task: 'deploy',
      environment,
      payload: { permissions },
      created_at: at,
      updated_at: at,
    };
    const deployment_status = { id: id + 1, state: 'success', environment, created_at: at, updated_at: at };
    return this.send('deployment_status', {
      action: 'created',
      deployment_status,
      deployment,
      ...this.#context(repository),
    });
  }

  async leaked(repository: string, secretType: string): Promise<Answer<Accepted>> {
    return post(await this.leak(repository, secretType));
  }

  /** The alert about a leaked secret, signed and ready. */
  leak(repository: string, secretType: string): Promise<Delivery> {
    const at = new Date().toISOString();
    const number = (this.#number += 1);
    const html_url = `https://git.example.org/${repository}/security/secret-scanning/${number}`;
    const alert = {
      number,
      created_at: at,
      html_url,
      secret_type: secretType,
      state: 'open',
      publicly_leaked: false,
    };
    return this.delivery('secret_scanning_alert', { action: 'created', alert, ...this.#context(repository) });
  }

  async send(event: string, payload: unknown, deliveryId?: string): Promise<Answer<Accepted>> {
    return post(await this.delivery(event, payload, deliveryId));
  }

  /** Signed and ready, for those who send it themselves. */
  async delivery(event: string, payload: unknown, deliveryId: string = randomUUID()): Promise<Delivery> {
    const body = JSON.stringify(payload);
    const headers = {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': deliveryId,
      'x-hub-signature-256': await sign(this.secret, body),
    };
    return { url: this.url, headers, body };
  }

  #context(repository: string) {
    const [owner, name] = repository.split('/');
    return {
      repository: { full_name: repository, name, owner: { login: owner } },
      sender: { login: 'deploy-bot', type: 'Bot' },
    };
  }
}

function post({ url, ...delivery }: Delivery): Promise<Answer<Accepted>> {
  return call('POST', url, delivery);
}
