import {
  formatLink,
  newAgentId,
  newDelegationId,
  parseChain,
  personIdFor,
  type Chain,
  type Link,
} from '@trivium/identity';
import { decodeJwt } from 'jose';
import { OAuthError } from '../oauth/oauth.errors.js';
import type { TokenResponse } from '../oauth/token/issue-token.js';
import { TokenBench } from './token-bench.js';

/** A token that somebody got, and those that it was made from. */
export interface Held {
  readonly token: string;
  readonly clientId: string;
  readonly chain: Chain;
  readonly parents: readonly Held[];
  readonly endsAt: number;
}

/** A few people who each delegate to an agent, a workload with a key, and a simple model of who may still do anything. */
export class TokenWorld {
  readonly bench = new TokenBench();
  #service: Pick<TokenBench, 'introspect' | 'derive' | 'revoke'> = this.bench;
  readonly people: Link[] = ['ann', 'bob'].map((name) => ({ id: personIdFor('hr', name), generation: 1 }));
  readonly agents: Link[] = this.people.map(() => ({ id: newAgentId(), generation: 1 }));
  readonly delegations: Link[] = this.people.map(() => ({ id: newDelegationId(), generation: 1 }));
  readonly held: Held[] = [];
  readonly #ended = new Set<string>();
  readonly #revoked = new Set<Held>();
  #complete = true;

  end({ id, generation }: Link): void {
    for (let past = generation; past > 0; past -= 1) this.#ended.add(`${id}:${past}`);
    this.bench.chains.deny({ id, generation });
  }

  flush(): void {
    this.#complete = false;
    this.bench.chains.flush();
  }

  rebuild(): void {
    this.#complete = true;
    this.bench.chains.rebuild();
  }

  restart(): void {
    this.#service = this.bench.restarted();
  }

  mayBeActive(held: Held): boolean {
    return this.#complete && !this.#isEnded(held) && this.bench.time.getTime() < held.endsAt * 1000;
  }

  async isActive({ token }: Held): Promise<boolean> {
    return (await this.#service.introspect.execute(token)).outcome === 'active';
  }

  async grant(who: number): Promise<void> {
    const assertion = await this.bench.assertion('workforce', [this.people[who] as Link]);
    await this.#keep(() => this.bench.grant.execute({ assertion, wanted: {} }));
  }

  async startTask(who: number): Promise<void> {
    const chain = [this.people[who], this.agents[who], this.delegations[who]] as [Link, Link, Link];
    const [person, agent, delegation] = chain;
    const may_act = { sub: agent.id };
    const claims = { sub: person.id, jti: delegation.id, may_act, trv_chain: chain.map(formatLink) };
    const subjectToken = await this.bench.delegated(claims);
    const assertion = await this.#assertionOf(agent.id);
    await this.#keep(() => this.bench.startTask.execute({ subjectToken, client: { assertion }, wanted: {} }));
  }

  /** The workload's road registers it (again), and it asks in its own name. */
  async askAsWorkload(): Promise<void> {
    await this.#keep(async () => {
      await this.bench.register();
      const client = { assertion: await this.bench.nhiAssertion() };
      return this.bench.clientCredentials.execute({ client, wanted: {} });
    });
  }

  async derive(parent: Held): Promise<void> {
    const request = { subjectToken: parent.token, client: {}, wanted: {} };
    await this.#keep(() => this.#service.derive.execute(request), [parent]);
  }

  async act(subject: Held, actor: Held): Promise<void> {
    const presented = { kind: 'access_token' as const, token: actor.token };
    const request = { subjectToken: subject.token, actor: presented, client: {}, wanted: {} };
    await this.#keep(() => this.#service.derive.execute(request), [subject, actor]);
  }

  async revoke(held: Held): Promise<void> {
    const client = /^(nhi|agt)_/.test(held.clientId)
      ? { assertion: await this.#assertionOf(held.clientId) }
      : {};
    try {
      await this.#service.revoke.execute({ token: held.token, client });
      this.#revoked.add(held);
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
    }
  }

  #assertionOf(clientId: string): Promise<string> {
    const claims = { iss: clientId, sub: clientId };
    return clientId.startsWith('nhi_') ? this.bench.nhiAssertion(claims) : this.bench.clientAssertion(claims);
  }

  #isEnded(held: Held): boolean {
    const cut = held.chain.some(({ id, generation }) => this.#ended.has(`${id}:${generation}`));
    return cut || this.#revoked.has(held) || held.parents.some((parent) => this.#isEnded(parent));
  }

  async #keep(issue: () => Promise<TokenResponse>, parents: readonly Held[] = []): Promise<void> {
    try {
      const { access_token: token } = await issue();
      const { exp = 0, trv_chain, client_id } = decodeJwt(token);
      const chain = parseChain(trv_chain as string[]);
      const held = { token, clientId: String(client_id), chain, parents, endsAt: exp };
      this.held.push(held);
      if (!this.mayBeActive(held)) throw new Error('a token was issued on an access that has ended');
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
    }
  }
}
