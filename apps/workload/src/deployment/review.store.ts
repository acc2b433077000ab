import type { NhiId, ReviewId } from '@trivium/identity';
import type { Sql, Transaction } from '@trivium/persistence';
import type { DeploymentHistory } from './deployment.js';

export const REVIEWS = Symbol('Reviews');

export interface Review {
  readonly reviewId: ReviewId;
  readonly nhiId: NhiId;
  readonly trigger: string;
  readonly changes: readonly string[];
  /** What the deployment asks for: the smaller policy that is proposed. */
  readonly proposed: readonly string[] | null;
  readonly state: 'open' | 'decided';
  readonly openedAt: Date;
  readonly deadline: Date;
  readonly decision: string | null;
}

export interface DeploymentKey {
  readonly source: string;
  readonly repository: string;
  readonly environment: string;
}

export interface ReviewStore {
  /** Locks the last known deployment of a service, so that two reports of it follow each other. */
  lastDeployment(tx: Transaction, key: DeploymentKey): Promise<DeploymentHistory | undefined>;
  deployed(tx: Transaction, key: DeploymentKey, deployed: DeploymentHistory): Promise<void>;
  open(tx: Transaction, review: Omit<Review, 'state' | 'decision'>): Promise<void>;
  find(sql: Sql, reviewId: ReviewId): Promise<Review | undefined>;
  list(limit: number): Promise<readonly Review[]>;
  /** Undefined when there is none that is open. */
  decide(
    tx: Transaction,
    reviewId: ReviewId,
    decision: string,
    by: string,
    reason: string,
    at: Date,
  ): Promise<Review | undefined>;
}
