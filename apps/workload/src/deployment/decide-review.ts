import type { ReviewId } from '@trivium/identity';
import type { Transaction, UnitOfWork } from '@trivium/persistence';
import type { GovernanceModel } from '@trivium/policy';
import type { RoadRevocation } from '@trivium/revocation';
import { conflict, notFound, type Clock } from '@trivium/runtime';
import type { CredentialStore } from '../credential/credential.store.js';
import type { EndCredential } from '../credential/end-credential.js';
import type { Review, ReviewStore } from './review.store.js';

export interface Decision {
  readonly decision: 'keep' | 'shrink' | 'revoke';
  readonly reason: string;
}

/** Somebody has looked: the decision is for the record, and a revocation ends every credential of the identity. */
export class DecideReview {
  constructor(
    private readonly reviews: ReviewStore,
    private readonly credentials: CredentialStore,
    private readonly endCredential: EndCredential,
    private readonly unitOfWork: UnitOfWork,
    private readonly road: Pick<RoadRevocation, 'announce'>,
    private readonly model: GovernanceModel,
    private readonly clock: Clock,
  ) {}

  /** A review is decided once; the second decision is a conflict, whatever it says. */
  execute(reviewId: ReviewId, { decision, reason }: Decision, callerId: string): Promise<Review> {
    return this.unitOfWork.run(async (tx) => {
      const now = this.clock.now();
      const review = await this.reviews.decide(tx, reviewId, decision, callerId, reason, now);
      if (!review) throw await this.#missing(tx, reviewId);
      if (decision === 'revoke') await this.#revoke(tx, review, callerId, now);
      await this.#record(tx, review, { decision, reason }, callerId, now);
      return review;
    });
  }

  async #missing(tx: Transaction, reviewId: ReviewId): Promise<Error> {
    return (await this.reviews.find(tx, reviewId))
      ? conflict('This review was decided before.')
      : notFound('there is no review with this id');
  }

  async #revoke(tx: Transaction, { nhiId }: Review, callerId: string, now: Date): Promise<void> {
    const actor = { id: callerId, kind: 'caller' as const };
    const ending = { reason: 'review' as const, actor, eventAt: now };
    for (const { credentialId } of await this.credentials.ofNhi(tx, nhiId))
      await this.endCredential.execute(tx, credentialId, ending);
  }

  #record(
    tx: Transaction,
    { reviewId, nhiId }: Review,
    { decision, reason }: Decision,
    callerId: string,
    at: Date,
  ): Promise<void> {
    const entry = {
      action: 'review.decided',
      outcome: 'success' as const,
      actor: { id: callerId, kind: 'caller' as const },
      subject: { id: nhiId, kind: 'nhi' },
      reason: decision,
      detail: { reviewId, reason },
    };
    return this.road.announce.recorded(tx, [entry], { at, policyVersion: this.model.version });
  }
}
