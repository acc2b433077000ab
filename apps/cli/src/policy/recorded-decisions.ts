import { recordedDecision, type RecordedDecision } from '@trivium/policy';
import { z } from 'zod';
import type { Gateway } from '../gateway.js';

const largestPage = 500;

const page = z.object({ items: z.array(recordedDecision), next: z.number().optional() });

/** The last so many decisions that the policies were asked about, youngest first. */
export async function lastDecisions(gateway: Gateway, wanted: number): Promise<readonly RecordedDecision[]> {
  const found: RecordedDecision[] = [];
  let before: number | undefined;
  do {
    const limit = Math.min(largestPage, wanted - found.length);
    const from = before === undefined ? '' : `&before=${before}`;
    const { items, next } = await gateway.get(
      page,
      `/v1/audit/decisions?replayable=true&limit=${limit}${from}`,
    );
    found.push(...items);
    before = next;
  } while (before !== undefined && found.length < wanted);
  return found;
}
