import { reviewOpenedV1, type EventData, type deploymentReportedV1 } from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import { newReviewId } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { RoadRevocation } from '@trivium/revocation';
import type { Clock } from '@trivium/runtime';
import type { Nhi } from '../registration/nhi.js';
import type { NhiStore } from '../registration/nhi.store.js';
import { historyAfter, isEndOfFormer, materialChange, type Deployed } from './deployment.js';
import type { ReviewStore } from './review.store.js';

export type DeploymentReported = EventData<typeof deploymentReportedV1>;

/** A pipeline reports a deployment: only a material change of the service opens a review of its identities. */
export class ReviewDeployment {
  constructor(
    private readonly reviews: ReviewStore,
    private readonly nhis: NhiStore,
    private readonly outbox: Outbox,
    private readonly road: Pick<RoadRevocation, 'announce'>,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  /** Old news, states on the way and the end of a deployment that another has replaced change nothing. */
  async execute(tx: Transaction, event: DeploymentReported, causeId: string): Promise<void> {
    if (event.state !== 'success' && event.state !== 'inactive') return;
    const { source, repository, environment } = event;
    const before = await this.reviews.lastDeployment(tx, { source, repository, environment });
    const after: Deployed = {
      deploymentId: event.deploymentId,
      ref: event.ref,
      sha: event.sha,
      permissions: event.requestedPermissions,
      removed: event.state === 'inactive',
      occurredAt: new Date(event.occurredAt),
    };
    if (before && after.occurredAt < before.occurredAt) return;
    if (isEndOfFormer(before, after)) return;
    await this.reviews.deployed(tx, { source, repository, environment }, historyAfter(before, after));
    const changes = materialChange(before, after);
    const nhis = changes.length > 0 ? await this.nhis.inRepository(tx, repository) : [];
    for (const nhi of nhis) await this.#open(tx, nhi, changes, event, causeId);
    await this.#record(tx, event, changes, causeId);
  }

  async #open(
    tx: Transaction,
    { nhiId, ownerId }: Nhi,
    changes: readonly string[],
    event: DeploymentReported,
    causeId: string,
  ): Promise<void> {
    const now = this.clock.now();
    const deadline = new Date(now.getTime() + this.model.roads.workload.nhi.reviewDeadline);
    const review = {
      reviewId: newReviewId(),
      nhiId,
      trigger: `deployment ${event.deploymentId}`,
      changes,
      proposed: event.requestedPermissions ?? null,
      openedAt: now,
      deadline,
    };
    await this.reviews.open(tx, review);
    const facts = {
      reviewId: review.reviewId,
      nhiId,
      ownerId,
      trigger: review.trigger,
      changes: [...changes],
      openedAt: now.toISOString(),
      deadline: deadline.toISOString(),
    };
    const policyVersion = this.model.version;
    await this.outbox.append(tx, reviewOpenedV1, facts, { time: now, causationId: causeId, policyVersion });
    const entry = {
      action: 'review.opened',
      outcome: 'success' as const,
      actor: { id: 'trivium', kind: 'system' as const },
      subject: { id: nhiId, kind: 'nhi' },
      reason: 'material-change',
      detail: { reviewId: review.reviewId, ownerId, trigger: review.trigger, changes: changes.join('; ') },
    };
    await this.road.announce.recorded(tx, [entry], { at: now, causeId, policyVersion });
  }

  #record(
    tx: Transaction,
    event: DeploymentReported,
    changes: readonly string[],
    causeId: string,
  ): Promise<void> {
    const { source, repository, environment, actor } = event;
    const entry = {
      action: 'deployment.reported',
      outcome: changes.length > 0 ? ('success' as const) : ('ignored' as const),
      actor: { id: actor ?? source, kind: 'feed' as const },
      subject: { id: `${source}:${repository}`, kind: 'repository', label: repository },
      reason: changes.length > 0 ? 'material-change' : 'no-material-change',
      detail: { environment, sha: event.sha, changes: changes.join('; ') },
    };
    return this.road.announce.recorded(tx, [entry], {
      at: this.clock.now(),
      causeId,
      policyVersion: this.model.version,
    });
  }
}
