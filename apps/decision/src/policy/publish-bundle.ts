import { policyPublishedV1 } from '@trivium/contracts';
import type { Outbox } from '@trivium/bus';
import type { SigningKey } from '@trivium/credentials';
import type { Transaction } from '@trivium/persistence';
import { bundleName, bundleStatementType } from '@trivium/policy';
import type { Doer } from '@trivium/runtime';
import type { BundleStore, PublishedProposal, StoredProposal } from './bundle.store.js';
import { recordPolicy } from './policy-entries.js';
import { statementOf } from './policy-proposal.js';

export interface PublishParts {
  readonly bundles: BundleStore;
  readonly outbox: Outbox;
  /** Ed25519. */
  readonly signer: Pick<SigningKey, 'signCompact'>;
}

export interface Go {
  readonly by: Doer;
  readonly at: Date;
  /** The second person; MUST be somebody else than the proposer. */
  readonly approvedBy?: string;
}

/** Puts a proposal in force: signed, numbered, on its topic and in the record, in the transaction that holds the lock. */
export class PublishBundle {
  constructor(private readonly parts: PublishParts) {}

  async execute(
    tx: Transaction,
    proposal: StoredProposal,
    { by, at, approvedBy }: Go,
  ): Promise<PublishedProposal> {
    const { bundles, outbox } = this.parts;
    const latest = await bundles.latest(tx);
    const unsigned = {
      sequence: (latest?.published.sequence ?? 0) + 1,
      publishedAt: at,
      ...(approvedBy !== undefined && { approvedBy }),
    };
    const statement = statementOf(proposal, unsigned);
    const jws = await this.parts.signer.signCompact(statement, bundleStatementType, {
      digest: proposal.digest,
    });
    const published: PublishedProposal = { ...proposal, published: { ...unsigned, jws } };
    await bundles.publish(tx, proposal.proposalId, published.published);
    await this.#announce(tx, published);
    await recordPolicy(tx, outbox, 'policy.published', proposal, { by, at, policyVersion: proposal.version });
    return published;
  }

  async #announce(tx: Transaction, { version, digest, files, published }: PublishedProposal): Promise<void> {
    const { sequence, jws, publishedAt } = published;
    const kept = files.map(({ path, text }) => ({ path, text }));
    const facts = { name: bundleName, version, digest, sequence, files: kept, jws };
    await this.parts.outbox.append(
      tx,
      policyPublishedV1,
      { ...facts, publishedAt: publishedAt.toISOString() },
      { time: publishedAt, policyVersion: version },
    );
  }
}
