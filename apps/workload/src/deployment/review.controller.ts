import type { ReviewId } from '@trivium/identity';
import { CurrentCaller, parseBody, parseParameters, Roles, type Caller } from '@trivium/runtime';
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

  @Get()
  async list(@Query() query: unknown): Promise<{ readonly items: readonly Review[] }> {
    return { items: await this.reviews.list(parseParameters(page, query).limit) };
  }

  @Post(':reviewId/decide')
  @Roles('admin', 'owner')
  @HttpCode(202)
  decide(@Param() params: unknown, @Body() body: unknown, @CurrentCaller() caller: Caller): Promise<Review> {
    const { reviewId } = parseParameters(parameters, params);
    return this.decideReview.execute(reviewId as ReviewId, parseBody(decision, body), caller.subject);
  }
}
