import type { Outbox } from '@trivium/bus';
import type { UnitOfWork } from '@trivium/persistence';
import { notFound, Problem, type Clock, type Doer } from '@trivium/runtime';
import type { BundleStore, PublishedProposal } from './bundle.store.js';
import { recordPolicy } from './policy-entries.js';
import { refuseApproval, type ApprovalRefusal } from './policy-proposal.js';
import type { ProposeBundle } from './propose-bundle.js';
import type { PublishBundle } from './publish-bundle.js';

const refusals: Readonly<Record<ApprovalRefusal, { readonly status: number; readonly detail: string }>> = {
  ERR_PUBLISHED_ALREADY: { status: 409, detail: 'The proposal has been published already.' },
  ERR_OWN_PROPOSAL: {
    status: 403,
    detail: 'A version that widens access is approved by somebody else than its proposer.',
  },
  ERR_POLICY_CHANGED_MEANWHILE: {
    status: 409,
    detail: 'Another version was published since; propose again, so that it is compared with that one.',
  },
};

export interface ApproveParts {
  readonly bundles: BundleStore;
  readonly unitOfWork: UnitOfWork;
  readonly outbox: Outbox;
  readonly propose: Pick<ProposeBundle, 'inForce'>;
  readonly publish: PublishBundle;
  readonly clock: Clock;
}

/** The second person's word, which puts a proposal in force. */
export class ApproveBundle {
  constructor(private readonly parts: ApproveParts) {}

  execute(proposalId: string, by: Doer): Promise<PublishedProposal> {
    const { bundles, unitOfWork, outbox, propose, publish, clock } = this.parts;
    return unitOfWork.run(async (tx) => {
      await bundles.lock(tx);
      const proposal = await bundles.find(tx, proposalId);
      if (!proposal) throw notFound(`There is no proposal ${proposalId}.`);
      const refused = refuseApproval(proposal, by.person, (await propose.inForce(tx)).digest);
      if (refused) throw new Problem({ ...refusals[refused], code: refused });
      const at = clock.now();
      await recordPolicy(tx, outbox, 'policy.approved', proposal, {
        by,
        at,
        policyVersion: proposal.version,
      });
      return publish.execute(tx, proposal, { by, at, approvedBy: by.person });
    });
  }
}
