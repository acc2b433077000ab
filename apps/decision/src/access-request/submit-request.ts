import type { Sql } from '@trivium/persistence';
import { badRequest, forbidden, tooManyRequests, unavailable } from '@trivium/runtime';
import { randomUUID } from 'node:crypto';
import type { AccessRequest, Said } from './access-request.js';
import { AccessRequestRefused } from './access-request.errors.js';
import { DenialUsed } from './access-request.store.js';
import type { ActParts } from './act-parts.js';
import { isSameAccess, type Denial } from './denial.js';
import type { DenialTokens } from './denial-tokens.js';
import type { KnownIdentities } from './known-identities.js';
import { recordRequest } from './request-entries.js';
import { approversOf, routeOf, type Route } from './requestable.js';
import type { Submission, SubmittedItem } from './submission.js';

export interface SubmitParts extends ActParts {
  readonly sql: Sql;
  readonly tokens: Pick<DenialTokens, 'verify'>;
  readonly identities: Pick<KnownIdentities, 'isLive'>;
  /** Milliseconds for which a request can be approved and asked about. */
  readonly taskLife: number;
}

export interface Submitter {
  /** The registered caller. */
  readonly caller: string;
  readonly idempotencyKey?: string;
}

/** About the most requests for one subject that wait at once: people have to read each. */
export const maxWaiting = 50;

/** Takes a request for access that was denied: bound to its denial, kept, and waiting for people (access request profile, section 10). */
export class SubmitRequest {
  constructor(private readonly parts: SubmitParts) {}

  /** The same request again where the same caller brought the same body under the same idempotency key. */
  async execute(submission: Submission, by: Submitter): Promise<AccessRequest> {
    const known = await this.#known(this.parts.sql, submission, by);
    if (known) return known;
    checkActor(submission, by);
    const request = await this.#requestOf(submission, by);
    if ((await this.parts.store.waitingFor(this.parts.sql, request.subject.id)) >= maxWaiting)
      throw tooMany();
    return this.#keep(request, submission, by).catch(namingUsedDenials);
  }

  async #known(
    sql: Sql,
    { digest }: Submission,
    { caller, idempotencyKey }: Submitter,
  ): Promise<AccessRequest | undefined> {
    if (idempotencyKey === undefined) return undefined;
    const known = await this.parts.store.findByKey(sql, caller, idempotencyKey);
    if (!known || known.bodyDigest === digest) return known;
    const detail = 'This idempotency key belongs to another request.';
    throw new AccessRequestRefused('duplicate_request', detail);
  }

  /** Somebody else was faster with the same key. */
  async #knownNow(sql: Sql, submission: Submission, by: Submitter): Promise<AccessRequest> {
    const known = await this.#known(sql, submission, by);
    if (!known) throw unavailable('The request with this idempotency key was forgotten just now.');
    return known;
  }

  async #requestOf(submission: Submission, by: Submitter): Promise<AccessRequest> {
    const denials = await Promise.all(submission.items.map((item) => this.#denialOf(submission, item, by)));
    const [first] = denials;
    if (!first) throw new TypeError('a submission has at least one item');
    const route = this.#routeOf(denials);
    if (!(await this.parts.identities.isLive(first.link))) throw notRequestable();
    const now = this.parts.clock.now();
    const until = requestedUntil(submission, now);
    return {
      taskId: `arq_${randomUUID()}`,
      requester: by.caller,
      ...(by.idempotencyKey !== undefined && { idempotencyKey: by.idempotencyKey }),
      bodyDigest: submission.digest,
      subject: first.subject,
      link: first.link,
      ...route,
      items: denials.map(({ resource, action, evaluationId }) => ({ resource, action, evaluationId })),
      bundled: submission.bundled,
      said: saidOf(submission),
      ...(until && { requestedUntil: until }),
      requestedAt: now,
      expiresAt: new Date(now.getTime() + this.parts.taskLife),
      status: 'pending',
      approvals: [],
    };
  }

  /** What the token says is what counts; what is echoed beside it has to say the same. */
  async #denialOf({ subject }: Submission, item: SubmittedItem, { caller }: Submitter): Promise<Denial> {
    const said = item.denial;
    if (said?.binding_token === undefined) throw unbound('A request brings the binding token of its denial.');
    const denial = await this.parts.tokens.verify(said.binding_token);
    if (denial.caller !== caller) throw unbound('The denial was told to another caller.');
    if (!isSameAccess(denial, { subject, ...item })) throw unbound('The denial was of another access.');
    const isEchoed =
      said.expires_at >= denial.expiresAt &&
      (said.evaluation_id ?? denial.evaluationId) === denial.evaluationId &&
      (said.reason ?? denial.reason) === denial.reason &&
      (said.template ?? denial.template) === denial.template;
    if (!isEchoed) throw unbound('The denial was told otherwise.');
    return denial;
  }

  /** The strictest route of all items, by the model that runs now. */
  #routeOf(denials: readonly Denial[]): Route {
    const routes = denials.map(routeOf);
    const [first] = routes;
    const route = first && { ...first, privileged: routes.some((one) => one?.privileged === true) };
    if (!route || !approversOf(route, this.parts.model)) throw notRequestable();
    return route;
  }

  #keep(request: AccessRequest, submission: Submission, by: Submitter): Promise<AccessRequest> {
    const { store, unitOfWork, outbox, model } = this.parts;
    return unitOfWork.run(async (tx) => {
      if (!(await store.insert(tx, request))) return this.#knownNow(tx, submission, by);
      const reason = submission.context?.business_justification;
      await recordRequest(tx, outbox, 'request.submitted', request, {
        by: by.caller,
        at: request.requestedAt,
        policyVersion: model.version,
        ...(reason && { reason }),
      });
      return request;
    });
  }
}

/** Section 19.1: the only actor that a caller's secret proves is the caller itself, and the subject needs no proof beside its denial. */
function checkActor({ client, subject }: Submission, { caller }: Submitter): void {
  const actor = client?.actor;
  if (!actor || ((actor.id === caller || actor.id === subject.id) && actor.act === undefined)) return;
  throw forbidden('The caller cannot prove that it acts for this actor.', 'ERR_ACTOR_NOT_PROVEN');
}

function saidOf({ context, client, items }: Submission): Said {
  const wanted = items.map(({ requestedAccess }) => requestedAccess ?? {});
  return {
    ...(context && { context }),
    ...(client && { client }),
    ...(wanted.some((one) => Object.keys(one).length > 0) && { requestedAccess: wanted }),
  };
}

/** The earliest of all items: they are approved together. */
function requestedUntil({ items }: Submission, now: Date): Date | undefined {
  const wanted = items
    .flatMap(({ requestedAccess: one }) => one?.requested_until ?? [])
    .map((one) => Date.parse(one));
  if (wanted.length === 0) return undefined;
  const until = new Date(Math.min(...wanted));
  if (until > now) return until;
  const errors = [{ pointer: '/requested_access/requested_until', detail: 'is over' }];
  throw badRequest('Access cannot be asked for until a moment that is over.', errors);
}

function namingUsedDenials(cause: unknown): never {
  if (!(cause instanceof DenialUsed)) throw cause;
  throw unbound('The denial was asked about already.', { cause });
}

const unbound = (detail: string, options?: ErrorOptions) =>
  new AccessRequestRefused('invalid_denial_binding', detail, options);

const tooMany = () => tooManyRequests('Too many requests for this subject wait already.');

const notRequestable = () =>
  new AccessRequestRefused('not_requestable', 'This access can no longer be asked for.');
