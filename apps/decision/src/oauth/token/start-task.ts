import { keySet } from '@trivium/credentials';
import {
  maxChainLength,
  newTaskId,
  type AgentId,
  type DelegationId,
  type PersonId,
  type TaskId,
} from '@trivium/identity';
import { narrow, type Actor, type Authority, type Wanted } from '../authority.js';
import type { ForeignTokens } from '../clients/foreign-tokens.js';
import type { KnownClients } from '../clients/known-clients.js';
import type { DpopProof } from '../dpop/dpop-proof.js';
import { OAuthError } from '../oauth.errors.js';
import type { DelegatedTo, RoadAssertion } from '../road-assertion.js';
import type { ClientAssertion } from './issuance.store.js';
import type { IssueToken, TokenResponse } from './issue-token.js';
import { refusingAs } from './refusal.js';
import type { ClientAssertions, RoadAssertions } from './token-ports.js';
import type { PresentedActor, PresentedClient } from './token-request.js';

/** RFC 8693: a delegation and the agent's own key start a task; its credential names the whole chain down to the task. */
export class StartTask {
  constructor(
    private readonly assertions: RoadAssertions,
    private readonly clients: ClientAssertions,
    private readonly known: KnownClients,
    private readonly foreign: Pick<ForeignTokens, 'accepts'>,
    private readonly issueToken: IssueToken,
    private readonly settings: { readonly defaultAudience: string; readonly taskSeconds: number },
  ) {}

  async execute(request: {
    readonly subjectToken: string;
    readonly actor?: PresentedActor | undefined;
    readonly client: PresentedClient;
    readonly wanted: Wanted;
    readonly proof?: DpopProof | undefined;
  }): Promise<TokenResponse> {
    const assertion = await refusingAs('invalid_request', 'the subject token', () =>
      this.assertions.verify(request.subjectToken),
    );
    const { delegatedTo } = assertion;
    if (!delegatedTo) throw new OAuthError('invalid_request', 'the subject token delegates to nobody');
    checkDelegator(assertion);
    const client = await this.#authenticate(presentedBy(request), delegatedTo);
    const taskId = newTaskId();
    const authority = narrow(this.#authorityOf(assertion, delegatedTo, taskId), request.wanted);
    return this.issueToken.execute(authority, {
      kind: 'task',
      lifetime: this.settings.taskSeconds,
      refusal: 'invalid_request',
      proof: request.proof,
      ...(client && { client }),
      clientKeys: delegatedTo.keys,
      task: startedTask(assertion, delegatedTo, taskId, authority),
    });
  }

  #authenticate(
    { assertion, clientId }: PresentedClient,
    { agentId, keys }: DelegatedTo,
  ): Promise<ClientAssertion | undefined> {
    if (!assertion) throw new OAuthError('invalid_client', 'the agent must prove itself');
    if (clientId !== undefined && clientId !== agentId)
      throw new OAuthError('invalid_client', 'client_id is not the delegated agent');
    return refusingAs('invalid_client', 'the client assertion', () =>
      this.foreign.accepts(assertion)
        ? this.#vouchedFor(assertion, agentId)
        : this.clients.verify(assertion, agentId, keySet(keys)),
    );
  }

  /** By its workload identity, as the agent's own road registered it. */
  async #vouchedFor(assertion: string, agentId: string): Promise<undefined> {
    const { registration } = await this.known.authenticate({ assertion, clientId: agentId });
    await this.issueToken.requireLive(registration.chain, 'invalid_client');
  }

  #authorityOf(assertion: RoadAssertion, { agentId }: DelegatedTo, taskId: TaskId): Authority {
    const { subject, chain, scope, details, expiresAt } = assertion;
    const audience = [this.settings.defaultAudience];
    const actor = actorOf(assertion, agentId);
    const whole = [...chain, { id: taskId, generation: 1 }];
    return { subject, clientId: agentId, chain: whole, scope, details, audience, notAfter: expiresAt, actor };
  }
}

/** The agent is the actor of its task (RFC 8693 section 2.1) and the client that starts it: what proves one proves the other. */
function presentedBy({
  actor,
  client,
}: {
  readonly actor?: PresentedActor | undefined;
  readonly client: PresentedClient;
}): PresentedClient {
  if (!actor) return client;
  if (actor.kind === 'access_token')
    throw new OAuthError(
      'invalid_request',
      'a task begins with what the agent is, not with a token that it holds',
    );
  return { ...client, assertion: actor.token };
}

function checkDelegator({ subject, chain }: RoadAssertion): void {
  if (!subject.startsWith('per_'))
    throw new OAuthError('invalid_request', 'a task begins with a person who delegates');
  if (chain.length >= maxChainLength)
    throw new OAuthError('invalid_request', 'the chain has no room for a task');
}

/** The acting agent, and inside it those who delegated to it, newest first (RFC 8693 section 4.1). */
export function actorOf({ chain, subject }: RoadAssertion, agentId: string): Actor {
  const before = chain
    .map((link) => link.id)
    .filter((id) => id.startsWith('agt_') && id !== agentId && id !== subject);
  const inner = before.reduce<Actor | undefined>((act, sub) => ({ sub, ...(act && { act }) }), undefined);
  return { sub: agentId, ...(inner && { act: inner }) };
}

function startedTask(
  { subject }: RoadAssertion,
  { agentId, delegationId }: DelegatedTo,
  taskId: TaskId,
  { details }: Authority,
) {
  return {
    taskId,
    agentId: agentId as AgentId,
    delegationId: delegationId as DelegationId,
    delegatorId: subject as PersonId,
    details,
  };
}
