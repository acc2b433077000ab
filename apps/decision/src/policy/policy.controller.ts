import type { Sql } from '@trivium/persistence';
import type { Difference, RunningModel, SourceFile } from '@trivium/policy';
import { CurrentCaller, notFound, Roles, type Caller } from '@trivium/runtime';
import { DATA_SOURCE, GOVERNANCE } from '@trivium/service';
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { ApproveBundle } from './approve-bundle.js';
import { BUNDLES, type BundleStore } from './bundle.store.js';
import type { PolicyProposal } from './policy-proposal.js';
import { ProposeBundle } from './propose-bundle.js';
import { RollBack } from './roll-back.js';

const reason = z.string().trim().min(1).max(500);
const file = z.strictObject({
  path: z
    .string()
    .regex(/^[a-z0-9_-]+(?:[./][a-z0-9_-]+)*$/i)
    .max(200),
  text: z.string().max(500_000),
});
const wish = z.strictObject({ files: z.array(file).min(1).max(200), reason });
const back = z.strictObject({ version: z.string().max(100).optional() });
const parameters = z.object({
  proposalId: z.string().regex(/^pol_[0-9a-f-]{36}$/, 'must be pol_<uuid>'),
});

export interface ProposalView {
  readonly proposalId: string;
  readonly state: 'waiting' | 'published';
  readonly version: string;
  readonly digest: string;
  readonly reason: string;
  readonly widens: boolean;
  readonly differences: readonly Difference[];
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly approvedBy?: string;
  readonly publishedAt?: Date;
  readonly sequence?: number;
  readonly jws?: string;
}

/** The governance model as it is proposed, approved and published. */
@Controller('policy')
@Roles('admin', 'security', 'auditor')
export class PolicyController {
  constructor(
    private readonly propose: ProposeBundle,
    private readonly approve: ApproveBundle,
    private readonly rollBack: RollBack,
    @Inject(BUNDLES) private readonly bundles: BundleStore,
    @Inject(GOVERNANCE) private readonly running: RunningModel,
    @Inject(DATA_SOURCE) private readonly sql: Sql,
  ) {}

  /** Which version runs here, which was published last, and what waits for a second person. */
  @Get()
  async status(): Promise<{ running: string; published?: ProposalView; waiting: readonly ProposalView[] }> {
    const { digest } = await this.propose.inForce(this.sql);
    const [latest, waiting] = await Promise.all([
      this.bundles.latest(this.sql),
      this.bundles.waiting(this.sql, digest),
    ]);
    const published = latest && { published: viewOf(latest) };
    return { running: this.running.version, ...published, waiting: waiting.map(viewOf) };
  }

  /** The files in force. */
  @Get('bundle')
  async bundle(): Promise<{ digest: string; files: readonly SourceFile[] }> {
    const { digest, files } = await this.propose.inForce(this.sql);
    return { digest, files };
  }

  /** One proposal with everything that it would change. */
  @Get('proposals/:proposalId')
  async proposal(
    @Param({ schema: parameters }) { proposalId }: z.output<typeof parameters>,
  ): Promise<ProposalView> {
    const proposal = await this.bundles.find(this.sql, proposalId);
    if (!proposal) throw notFound(`There is no proposal ${proposalId}.`);
    return viewOf(proposal);
  }

  /** Proposes a version; one that does not widen access is in force at once. */
  @Post('proposals')
  @Roles('admin', 'security')
  @HttpCode(201)
  async create(
    @Body({ schema: wish }) body: z.output<typeof wish>,
    @CurrentCaller() caller: Caller,
  ): Promise<ProposalView> {
    return viewOf(await this.propose.execute(body, caller));
  }

  /** The second person's word, which puts a version in force. */
  @Post('proposals/:proposalId/approval')
  @Roles('admin', 'security')
  @HttpCode(200)
  async approval(
    @Param({ schema: parameters }) params: z.output<typeof parameters>,
    @CurrentCaller() caller: Caller,
  ): Promise<ProposalView> {
    return viewOf(await this.approve.execute(params.proposalId, caller));
  }

  /** Proposes a version again that was in force before. */
  @Post('rollback')
  @Roles('admin', 'security')
  @HttpCode(201)
  async rollback(
    @Body({ schema: back }) body: z.output<typeof back>,
    @CurrentCaller() caller: Caller,
  ): Promise<ProposalView> {
    return viewOf(await this.rollBack.execute(body.version, caller));
  }
}

function viewOf(proposal: PolicyProposal): ProposalView {
  const {
    proposalId,
    version,
    digest,
    reason: why,
    widens,
    differences,
    proposedBy,
    proposedAt,
    published,
  } = proposal;
  const facts = { version, digest, reason: why, widens, differences, proposedBy, proposedAt };
  return { proposalId, state: published ? 'published' : 'waiting', ...facts, ...published };
}
