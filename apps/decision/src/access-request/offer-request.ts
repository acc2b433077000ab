import type { Sql } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { Clock } from '@trivium/runtime';
import type { DecisionReason, EvaluationResponse } from '../authzen/decision.js';
import type { EvaluationRequest } from '../authzen/evaluation-request.js';
import type { AccessRequestStore } from './access-request.store.js';
import { isTooLong, type DeniedAccess } from './denial.js';
import type { DenialTokens } from './denial-tokens.js';
import {
  approvalPresented,
  judgeApproval,
  nextActions,
  type NextAction,
  type ReevaluationReason,
} from './judge-approval.js';
import type { KnownIdentities } from './known-identities.js';
import { approversOf, isRequestable, routeOf } from './requestable.js';

export interface OfferParts {
  readonly identities: Pick<KnownIdentities, 'live'>;
  readonly model: Pick<GovernanceModel, 'controlsOf'>;
  readonly tokens: Pick<DenialTokens, 'bind'>;
  readonly approvals: Pick<AccessRequestStore, 'findApproved'>;
  readonly sql: Sql;
  readonly clock: Clock;
  /** Where requests go. */
  readonly endpoint: string;
  /** Where it is described what else a request may say. */
  readonly schemaUrl: string;
}

/** Access request profile, section 7: the denial can be asked about. */
export interface Offer {
  readonly evaluation_id: string;
  readonly evaluated_at: string;
  readonly access_request: {
    readonly endpoint: string;
    readonly template: string;
    readonly expires_at: string;
    readonly binding_token: string;
    readonly request_schema_url: string;
  };
}

type Context = Omit<EvaluationResponse['context'], 'reason'> & {
  readonly reason: DecisionReason | ReevaluationReason;
  readonly next_action?: NextAction;
  /** Seconds. */
  readonly retry_after?: number;
} & Partial<Offer>;

export interface CompletedDenial {
  readonly decision: false;
  readonly context: Context;
}

/** Seconds: what is not known at the moment is known again soon, and a grant that people make takes longer. */
const retryAfter: Readonly<Partial<Record<Context['reason'], number>>> = {
  markers_unknown: 5,
  stale_data: 5,
  cannot_be_recorded: 5,
  grant_pending: 60,
};

/**
 * Says of a denial whether it can be asked about, and after an approval what to do next. Only what could be approved costs anything:
 * a look at the markers, and a signature.
 */
export class OfferRequest {
  constructor(private readonly parts: OfferParts) {}

  async complete(
    request: EvaluationRequest,
    denial: EvaluationResponse,
    caller: string,
  ): Promise<CompletedDenial> {
    const { context } = denial;
    const presented = approvalPresented(request.context);
    if (presented !== undefined) return this.#afterApproval(request, context, caller, presented);
    const offer = isRequestable[context.reason] ? await this.#offer(request, context, caller) : undefined;
    return { decision: false, context: { ...context, ...offer } };
  }

  async #afterApproval(
    request: EvaluationRequest,
    context: EvaluationResponse['context'],
    caller: string,
    presented: { readonly id: string } | 'unverifiable',
  ): Promise<CompletedDenial> {
    const reason = isRequestable[context.reason]
      ? await this.#judge(request, caller, presented)
      : context.reason;
    const wanted = nextActions[reason];
    const offer = wanted === 'request' ? await this.#offer(request, context, caller) : undefined;
    const next_action = wanted === 'request' && !offer ? 'none' : wanted;
    const retry_after = next_action === 'retry' ? retryAfter[reason] : undefined;
    const more = { reason, next_action, ...(retry_after !== undefined && { retry_after }), ...offer };
    return { decision: false, context: { ...context, ...more } };
  }

  async #judge(
    request: DeniedAccess,
    caller: string,
    presented: { readonly id: string } | 'unverifiable',
  ): Promise<ReevaluationReason> {
    const { approvals, sql, clock, identities } = this.parts;
    if (presented === 'unverifiable') return 'approval_unverifiable';
    const approved = await approvals.findApproved(sql, presented.id);
    const reason = judgeApproval(approved, request, caller, clock.now());
    // A grant is on its way to nobody who is contained.
    const isComing = reason === 'grant_pending' && (await identities.live(request.subject.id));
    return reason === 'grant_pending' && !isComing ? 'policy_denied' : reason;
  }

  async #offer(
    request: EvaluationRequest,
    { decision_id: evaluationId, reason }: EvaluationResponse['context'],
    caller: string,
  ): Promise<Offer | undefined> {
    const { model, identities, tokens, clock, endpoint, schemaUrl } = this.parts;
    const { subject, action, resource } = request;
    const route = routeOf(request);
    if (!route || !approversOf(route, model) || isTooLong(request)) return undefined;
    const link = await identities.live(subject.id);
    if (!link) return undefined;
    const template = `${route.road}.${route.kind}`;
    const denial = { evaluationId, caller, subject, action, resource, link, reason, template };
    const { token, expiresAt } = await tokens.bind(denial);
    return {
      evaluation_id: evaluationId,
      evaluated_at: clock.now().toISOString(),
      access_request: {
        endpoint,
        template,
        expires_at: expiresAt.toISOString(),
        binding_token: token,
        request_schema_url: schemaUrl,
      },
    };
  }
}
