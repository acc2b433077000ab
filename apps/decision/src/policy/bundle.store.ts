import type { SourceFile } from '@trivium/policy';
import type { Sql, Transaction } from '@trivium/persistence';
import type { PolicyProposal, Publication } from './policy-proposal.js';

export const BUNDLES = Symbol('PolicyBundles');

export interface StoredProposal extends PolicyProposal {
  readonly files: readonly SourceFile[];
}

export interface PublishedProposal extends StoredProposal {
  readonly published: Publication;
}

/** Proposed and published versions of the governance model; nothing is ever deleted. */
export interface BundleStore {
  /** MUST let only one transaction at a time go on, until it ends: what is published is compared with what is in force. */
  lock(tx: Transaction): Promise<void>;
  insert(tx: Transaction, proposal: StoredProposal): Promise<void>;
  publish(tx: Transaction, proposalId: string, publication: Publication): Promise<void>;
  find(sql: Sql, proposalId: string): Promise<StoredProposal | undefined>;
  /** The publication in force: the one with the highest sequence. */
  latest(sql: Sql): Promise<PublishedProposal | undefined>;
  /** The last publication of this version, or of the one before the latest when no version is named. */
  earlier(sql: Sql, version: string | undefined): Promise<PublishedProposal | undefined>;
  /** Proposals that can still be approved: those made on top of this digest, youngest first. */
  waiting(sql: Sql, baseDigest: string): Promise<readonly PolicyProposal[]>;
}
