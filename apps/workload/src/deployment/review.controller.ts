import type { ReviewId } from '@trivium/identity';
import { CurrentCaller, Roles, type Caller } from '@trivium/runtime';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { DecideReview } from './decide-review.js';
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
    private readonly decideReview: DecideReview,
    @Inject(REVIEWS) private readonly reviews: ReviewStore,
  ) {}

  /** The latest reviews of material changes. */
  @Get()
  async list(
    @Query({ schema: page }) query: z.output<typeof page>,
  ): Promise<{ readonly items: readonly Review[] }> {
    return { items: await this.reviews.list(query.limit) };
  }

  /** Decides a review, once; `revoke` ends every credential of the identity. */
  @Post(':reviewId/decide')
  @Roles('admin', 'owner')
  @HttpCode(202)
  decide(
    @Param({ schema: parameters }) { reviewId }: z.output<typeof parameters>,
    @Body({ schema: decision }) body: z.output<typeof decision>,
    @CurrentCaller() caller: Caller,
  ): Promise<Review> {
    return this.decideReview.execute(reviewId as ReviewId, body, caller.subject);
  }
}
