import { roads } from '@trivium/identity';
import type { ChainReader } from '@trivium/revocation';
import { Health } from '@trivium/runtime';
import { Inject, Injectable } from '@nestjs/common';
import { CHAINS } from '../decision.tokens.js';

/** Ready means: the markers can be read, and those of every road are all there. */
@Injectable()
export class ReportChainHealth {
  constructor(@Inject(Health) health: Health, @Inject(CHAINS) chains: ChainReader) {
    health.register('valkey', async () => {
      if (!(await chains.completeness())) throw new Error('the markers cannot be read');
    });
    for (const road of roads) {
      health.register(`markers of ${road}`, async () => {
        const complete = await chains.completeness();
        if (!complete?.[road]) throw new Error('not complete; chains of this road are denied');
      });
    }
  }
}
