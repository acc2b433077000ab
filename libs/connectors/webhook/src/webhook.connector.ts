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
import { randomUUID } from 'node:crypto';
import { Agent, request } from 'undici';
import type { z } from 'zod';
import { answers, failureOf } from './answer.js';
import { AddressNotAllowed, checkLiteral, publicLookup } from '@trivium/runtime';
import type { WebhookTarget } from './webhook.config.js';

const longestAnswer = 1024 * 1024;
const looks: ReadonlySet<ConnectorAct> = new Set(['discover', 'verify']);

/**
 * A target that takes signed orders: `POST` with a Standard Webhooks signature and `{ type: 'trivium.access.<act>', timestamp, data }`.
 * `webhook-id` is the same whenever one order that changes something is repeated, so that a target can tell a repetition from a new
 * order; `discover` and `verify` only look, and each look has an id of its own. `verify` names the secret that must let nobody in
 * by its SHA-256, where there is one: the account itself may live on after a rotation.
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
      page = await this.#order('discover', { ...(cursor && { cursor }) }, act);
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
  async verify(account: AccountSpec, secret: Secret | undefined, act: ActContext): Promise<Verified> {
    const tried = { account: account.name, ...(secret && { secretSha256: sha256Hex(secret) }) };
    const { access, evidence } = await this.#order('verify', tried, act);
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
    if (status < 200 || status > 299) throw failureOf(this.target, act, status, body);
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
    const url = new URL(this.config.url);
    const now = new Date();
    const id = looks.has(act) ? newLook() : `op_${sha256Hex(`${operationId}/${act}`).slice(0, 40)}`;
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
    try {
      if (!this.config.allowPrivateAddresses) checkLiteral(url);
      const answer = await request(url, { method: 'POST', headers, body, signal, dispatcher: this.#agent });
      return { status: answer.statusCode, body: await readJson(answer.body) };
    } catch (error) {
      throw new TargetUnavailable(this.target, act, { cause: signal.aborted ? signal.reason : bare(error) });
    }
  }
}

const newLook = () => `look_${randomUUID()}`;

/** What went wrong without what had arrived: a broken answer may hold a secret. */
function bare(error: unknown): unknown {
  if (error instanceof AddressNotAllowed || !(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : error.name;
  return new Error(`the connection failed (${code})`);
}

async function readJson(body: { text(): Promise<string> }): Promise<unknown> {
  const text = await body.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
