import { joinerReceivedV1, leaverReceivedV1 } from '@trivium/contracts';
import { personIdFor } from '@trivium/identity';
import { parseBody } from '@trivium/runtime';
import { z } from 'zod';
import { calendarDay, endInUtc, moment, timeZone } from './fields.js';
import { fact, type Intake, type Normalisation } from './normalised.js';

const text = (longest: number) => z.string().trim().min(1).max(longest);
const externalId = text(200);

const joined = z.object({
  type: z.literal('person.joined'),
  occurredAt: moment,
  data: z.object({
    externalId,
    displayName: text(200),
    email: z.email().max(320).optional(),
    department: text(200).optional(),
    jobTitle: text(200).optional(),
    location: text(200).optional(),
    timeZone: timeZone.optional(),
    managerExternalId: externalId.optional(),
  }),
});

const left = z.object({
  type: z.literal('person.left'),
  occurredAt: moment,
  data: z
    .object({
      externalId,
      effectiveAt: moment.optional(),
      lastDay: calendarDay.optional(),
      reason: text(200).optional(),
    })
    .refine(({ effectiveAt, lastDay }) => !effectiveAt || !lastDay, {
      path: ['lastDay'],
      error: 'give lastDay or effectiveAt, not both',
    }),
});

const kinds = z.object({ type: z.string() });

/** The documented body for any HR system: `{ type: 'person.joined' | 'person.left', occurredAt, data }`. */
export function readGenericHris(body: unknown, { source, receivedAt }: Intake): Normalisation {
  const { type } = parseBody(kinds, body);
  const at = receivedAt.toISOString();
  if (type === 'person.joined') {
    const { data, occurredAt } = parseBody(joined, body);
    const known = {
      ...data,
      personId: personIdFor(source, data.externalId),
      source,
      occurredAt: utc(occurredAt),
      receivedAt: at,
    };
    return { events: [fact(joinerReceivedV1, known, new Date(occurredAt))], ignored: 0 };
  }
  if (type === 'person.left') {
    const { data, occurredAt } = parseBody(left, body);
    const { externalId: id, effectiveAt, lastDay, reason } = data;
    const known = {
      personId: personIdFor(source, id),
      source,
      externalId: id,
      occurredAt: utc(occurredAt),
      effectiveAt: lastDay ? endInUtc(lastDay).toISOString() : utc(effectiveAt ?? occurredAt),
      receivedAt: at,
    };
    return {
      events: [
        fact(
          leaverReceivedV1,
          { ...known, ...(lastDay && { lastDay }), ...(reason && { reason }) },
          new Date(occurredAt),
        ),
      ],
      ignored: 0,
    };
  }
  return { events: [], ignored: 1 };
}

const utc = (time: string) => new Date(time).toISOString();
