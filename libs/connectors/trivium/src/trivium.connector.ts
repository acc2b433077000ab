import type { Secret } from '@trivium/credentials';
import {
  TargetUnavailable,
  UnsupportedByTarget,
  type AccountSpec,
  type ActContext,
  type Connector,
  type ConnectorAct,
  type Revoked,
  type Verified,
} from '@trivium/revocation';
import { Agent, request } from 'undici';
import { z } from 'zod';

export interface TriviumTarget {
  readonly target: string;
  /** The token endpoint of the decision service. */
  readonly tokenEndpoint: string;
  /** Signs, as the road, an assertion over the chain that the account's name spells (`per_…:1,agt_…:1`). */
  readonly signProbe: (account: AccountSpec) => Promise<string>;
}

/** `trv_reason` tells an ended chain from an assertion that is merely malformed, expired or signed by an unknown key. */
const refusal = z.object({ error: z.string(), trv_reason: z.string().optional() });

/**
 * Trivium's own token endpoint as a target: its access ends by the containment marker, and the proof is that an assertion over the
 * old chain is refused there (RFC 7523 section 3.1: `invalid_grant`).
 */
export class TriviumConnector implements Connector {
  readonly kind = 'trivium';
  readonly unsupported: readonly ConnectorAct[] = ['discover', 'provision', 'issue', 'rotate'];
  readonly #agent = new Agent();

  constructor(private readonly config: TriviumTarget) {}

  get target(): string {
    return this.config.target;
  }

  async *discover(): AsyncGenerator<never> {
    throw this.#cannot('discover');
  }

  async provision(): Promise<void> {
    throw this.#cannot('provision');
  }

  async issue(): Promise<Secret> {
    throw this.#cannot('issue');
  }

  async rotate(): Promise<Secret> {
    throw this.#cannot('rotate');
  }

  async revoke(_account: AccountSpec, { signal }: ActContext): Promise<Revoked> {
    if (signal.aborted) throw new TargetUnavailable(this.target, 'revoke', { cause: signal.reason });
    return { outcome: 'already', evidence: { by: 'containment marker' } };
  }

  async verify(account: AccountSpec, _secret: Secret | undefined, { signal }: ActContext): Promise<Verified> {
    if (signal.aborted) throw new TargetUnavailable(this.target, 'verify', { cause: signal.reason });
    const { status, error, reason } = await this.#exchange(await this.config.signProbe(account), signal);
    if (status === 200 || error === 'unauthorized_client')
      return { access: 'accepted', method: 'token-exchange', evidence: { status } };
    if (status === 400 && error === 'invalid_grant' && reason === 'contained')
      return { access: 'refused', method: 'token-exchange', evidence: { status, error, reason } };
    throw new TargetUnavailable(this.target, 'verify', {
      cause: new Error(`the token endpoint answered ${status} ${error ?? ''}`.trim()),
    });
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #exchange(
    assertion: string,
    signal: AbortSignal,
  ): Promise<{ status: number; error?: string; reason?: string | undefined }> {
    const form = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion,
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    try {
      const { statusCode, body } = await request(this.config.tokenEndpoint, {
        method: 'POST',
        headers,
        body: form.toString(),
        signal,
        dispatcher: this.#agent,
      });
      const answer = refusal.safeParse(await body.json());
      return {
        status: statusCode,
        ...(answer.success && { error: answer.data.error, reason: answer.data.trv_reason }),
      };
    } catch (cause) {
      throw new TargetUnavailable(this.target, 'verify', { cause });
    }
  }

  #cannot(act: ConnectorAct): UnsupportedByTarget {
    return new UnsupportedByTarget(this.target, act, 'access to Trivium is granted by its roads');
  }
}
