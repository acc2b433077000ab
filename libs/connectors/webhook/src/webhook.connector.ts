import { Secret, sha256Hex } from '@trivium/credentials';
import {
  TargetUnavailable,
  UnsupportedByTarget,
  type AccountSpec,
  type ActContext,
  type Connector,
  type ConnectorAct,
  type DiscoveredAccount,
  type PreviousSecret,
  type Revoked,
  type Verified,
} from '@trivium/revocation';
import { Webhook } from 'standardwebhooks';
import { Agent, request } from 'undici';
import type { z } from 'zod';
import { answers, failureOf } from './answer.js';
import { checkLiteral, publicLookup } from './public-addresses.js';
import type { WebhookTarget } from './webhook.config.js';

const longestAnswer = 1024 * 1024;

/**
 * A target that takes signed orders: `POST` with a Standard Webhooks signature and `{ type: 'trivium.access.<act>', timestamp, data }`.
 * `webhook-id` is the same whenever one operation is repeated, so that a target can tell a repetition from a new order.
 */
export class WebhookConnector implements Connector {
  readonly kind = 'webhook';
  readonly #webhook: Webhook;
  readonly #agent: Agent;

  constructor(private readonly config: WebhookTarget) {
    this.#webhook = new Webhook(config.secret.reveal());
    const guard = config.allowPrivateAddresses ? {} : { connect: { lookup: publicLookup } };
    this.#agent = new Agent({ ...guard, connections: 32, maxResponseSize: longestAnswer });
  }

  get target(): string {
    return this.config.name;
  }

  get unsupported(): readonly ConnectorAct[] {
    return this.config.unsupported;
  }

  async *discover(act: ActContext): AsyncGenerator<DiscoveredAccount> {
    let page: z.output<(typeof answers)['discover']> | undefined;
    do {
      const cursor: string | undefined = page?.next;
      page = await this.#order(
        'discover',
        { ...(cursor && { cursor }) },
        { ...act, operationId: `${act.operationId}/${cursor ?? 'first'}` },
      );
      for (const { sessions, ...account } of page.accounts)
        yield { ...account, ...(sessions !== undefined && { sessions }) };
    } while (page.next);
  }

  async provision(account: AccountSpec, act: ActContext): Promise<void> {
    await this.#order('provision', { account: account.name, entitlements: account.entitlements }, act);
  }

  async issue(account: AccountSpec, act: ActContext): Promise<Secret> {
    return new Secret((await this.#order('issue', { account: account.name }, act)).secret);
  }

  async rotate(
    account: AccountSpec,
    previous: { readonly mode: PreviousSecret },
    act: ActContext,
  ): Promise<Secret> {
    return new Secret(
      (await this.#order('rotate', { account: account.name, previous: previous.mode }, act)).secret,
    );
  }

  async revoke(account: AccountSpec, act: ActContext): Promise<Revoked> {
    const { status, evidence } = await this.#order('revoke', { account: account.name }, act);
    return { outcome: status, evidence };
  }

  /** The target tries the old access itself: its word is an acknowledgement, and the receipt says so. */
  async verify(account: AccountSpec, _secret: Secret | undefined, act: ActContext): Promise<Verified> {
    const { access, evidence } = await this.#order('verify', { account: account.name }, act);
    return { access, method: 'acknowledgement', evidence };
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #order<Act extends ConnectorAct>(
    act: Act,
    data: object,
    { signal, operationId }: ActContext,
  ): Promise<z.output<(typeof answers)[Act]>> {
    if (this.config.unsupported.includes(act))
      throw new UnsupportedByTarget(this.target, act, 'the configuration says so');
    const { status, body } = await this.#post(
      act,
      data,
      operationId,
      AbortSignal.any([signal, AbortSignal.timeout(this.config.timeoutMs)]),
    );
    if (status < 200 || status > 299) throw failureOf(this.target, act, status);
    const parsed = answers[act].safeParse(body, { reportInput: false });
    // An answer that does not say what became of the order is none; its text may hold anything, so it is not repeated.
    if (!parsed.success)
      throw new TargetUnavailable(this.target, act, {
        cause: new Error('its answer is not one of the documented ones'),
      });
    return parsed.data as z.output<(typeof answers)[Act]>;
  }

  async #post(
    act: ConnectorAct,
    data: object,
    operationId: string,
    signal: AbortSignal,
  ): Promise<{ status: number; body: unknown }> {
    try {
      const url = new URL(this.config.url);
      if (!this.config.allowPrivateAddresses) checkLiteral(url);
      const now = new Date();
      const id = `op_${sha256Hex(`${operationId}/${act}`).slice(0, 40)}`;
      const body = JSON.stringify({
        type: `trivium.access.${act}`,
        timestamp: now.toISOString(),
        data: { ...data, operationId },
      });
      const headers = {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': this.#webhook.sign(id, now, body),
      };
      const answer = await request(url, { method: 'POST', headers, body, signal, dispatcher: this.#agent });
      return { status: answer.statusCode, body: await readJson(answer.body) };
    } catch (cause) {
      throw new TargetUnavailable(this.target, act, { cause });
    }
  }
}

async function readJson(body: { text(): Promise<string> }): Promise<unknown> {
  const text = await body.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
