import type { Outbox } from '@trivium/bus';
import type { Transaction, UnitOfWork } from '@trivium/persistence';
import { bundleOf, type Bundle, type SourceFile } from '@trivium/policy';
import { conflict, type Clock, type Doer } from '@trivium/runtime';
import { v7 as uuidv7 } from 'uuid';
import type { BundleStore, StoredProposal } from './bundle.store.js';
import { judgeBundle } from './judge-bundle.js';
import { recordPolicy } from './policy-entries.js';
import type { PublishBundle } from './publish-bundle.js';

export interface ProposeParts {
  readonly bundles: BundleStore;
  readonly unitOfWork: UnitOfWork;
  readonly outbox: Outbox;
  readonly publish: PublishBundle;
  readonly clock: Clock;
  /** What is in force while nothing has been published: the files that this service was installed with. */
  readonly installed: Bundle;
}

export interface PolicyWish {
  readonly files: readonly SourceFile[];
  readonly reason: string;
}

/** Judges a version and keeps it as a proposal; one that does not widen access is in force at once. */
export class ProposeBundle {
  constructor(private readonly parts: ProposeParts) {}

  /** The files in force at this moment. */
  async inForce(sql: Parameters<BundleStore['latest']>[0]): Promise<Bundle> {
    const latest = await this.parts.bundles.latest(sql);
    return latest ? bundleOf(latest.files) : this.parts.installed;
  }

  execute(wish: PolicyWish, by: Doer): Promise<StoredProposal> {
    return this.parts.unitOfWork.run(async (tx) => {
      await this.parts.bundles.lock(tx);
      return this.#propose(tx, wish, by);
    });
  }

  async #propose(tx: Transaction, { files, reason }: PolicyWish, by: Doer): Promise<StoredProposal> {
    const { bundles, outbox, publish, clock } = this.parts;
    const base = await this.inForce(tx);
    const { bundle, version, diff } = judgeBundle(files, base);
    if (bundle.digest === base.digest) throw conflict('This version is in force already.', 'ERR_SAME_POLICY');
    const at = clock.now();
    const proposal: StoredProposal = {
      proposalId: `pol_${uuidv7()}`,
      version,
      digest: bundle.digest,
      files: bundle.files,
      reason,
      baseDigest: base.digest,
      differences: diff.differences,
      widens: diff.widens,
      proposedBy: by.person,
      proposedAt: at,
    };
    await bundles.insert(tx, proposal);
    await recordPolicy(tx, outbox, 'policy.proposed', proposal, { by, at, policyVersion: diff.from });
    return diff.widens ? proposal : publish.execute(tx, proposal, { by, at });
  }
}
