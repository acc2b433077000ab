import { decisionAction, recordedDecision, type RecordedDecision } from '@trivium/policy';
import { z } from 'zod';
import type { Gateway } from '../gateway.js';

const pageSize = 500;

const page = z.object({
  items: z.array(
    z.object({ action: z.string(), detail: z.object({ record: z.string().optional() }).optional() }),
  ),
  next: z.number().optional(),
});

/** The last so many decisions that the audit record holds, youngest first. */
export async function lastDecisions(gateway: Gateway, wanted: number): Promise<readonly RecordedDecision[]> {
  const found: RecordedDecision[] = [];
  let before: number | undefined;
  do {
    const query = `limit=${pageSize}${before === undefined ? '' : `&before=${before}`}`;
    const { items, next } = await gateway.get(page, `/v1/audit/entries?${query}`);
    found.push(
      ...items
        .filter(({ action }) => action === decisionAction)
        .flatMap(({ detail }) => decisionOf(detail?.record)),
    );
    before = next;
  } while (before !== undefined && found.length < wanted);
  return found.slice(0, wanted);
}

/** An entry from before decisions were recorded whole cannot be made again. */
function decisionOf(record: string | undefined): RecordedDecision[] {
  return record === undefined ? [] : [recordedDecision.parse(JSON.parse(record))];
}
