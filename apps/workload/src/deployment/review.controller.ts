import { UNIT_OF_WORK, type UnitOfWork } from '@trivium/persistence';
import type { ReviewId } from '@trivium/identity';
import {
  CLOCK,
  CurrentCaller,
  notFound,
  parseBody,
  parseParameters,
  Roles,
  type Caller,
  type Clock,
} from '@trivium/runtime';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { CREDENTIALS, type CredentialStore } from '../credential/credential.store.js';
import { EndCredential } from '../credential/end-credential.js';
import { REVIEWS, type Review, type ReviewStore } from './review.store.js';

const page = z.object({ limit: z.coerce.number().int().min(1).max(500).default(100) });
const parameters = z.object({ reviewId: z.string().regex(/^rvw_[0-9a-f-]{36}$/, 'must be rvw_<uuid>') });
const decision = z.strictObject({
  decision: z.enum(['keep', 'shrink', 'revoke']),
  reason: z.string().trim().min(1).max(500),
});

@Controller('reviews')
@Roles('admin', 'owner', 'security', 'auditor')
export class ReviewController {
  constructor(
    private readonly endCredential: EndCredential,
    @Inject(REVIEWS) private readonly reviews: ReviewStore,
    @Inject(CREDENTIALS) private readonly credentials: CredentialStore,
    @Inject(UNIT_OF_WORK) private readonly unitOfWork: UnitOfWork,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async list(@Query() query: unknown): Promise<{ readonly items: readonly Review[] }> {
    return { items: await this.reviews.list(parseParameters(page, query).limit) };
  }

  @Post(':reviewId/decide')
  @Roles('admin', 'owner')
  @HttpCode(202)
  decide(@Param() params: unknown, @Body() body: unknown, @CurrentCaller() caller: Caller): Promise<Review> {
    const { reviewId } = parseParameters(parameters, params);
    const { decision: decided, reason } = parseBody(decision, body);
    return this.unitOfWork.run(async (tx) => {
      const now = this.clock.now();
      const review = await this.reviews.decide(
        tx,
        reviewId as ReviewId,
        decided,
        caller.subject,
        reason,
        now,
      );
      if (!review) throw notFound('there is no open review with this id');
      const ending = {
        reason: 'review' as const,
        actor: { id: caller.subject, kind: 'caller' as const },
        eventAt: now,
      };
      const credentials = decided === 'revoke' ? await this.credentials.ofNhi(tx, review.nhiId) : [];
      for (const { credentialId } of credentials) await this.endCredential.execute(tx, credentialId, ending);
      return review;
    });
  }
}
