import { z } from 'zod';

const day = 86_400_000;
const pattern = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** The milliseconds of an ISO 8601 duration of days and time; undefined for anything else, and for nothing at all. */
export function durationMs(text: string): number | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const ms = days * day + hours * 3_600_000 + minutes * 60_000 + seconds * 1_000;
  return ms > 0 ? ms : undefined;
}

/** An ISO 8601 duration of days and time, as milliseconds. */
export const duration = z.string().transform((text, context) => {
  const ms = durationMs(text);
  if (ms === undefined) context.addIssue(`"${text}" is no ISO 8601 duration such as P14D or PT15M`);
  return ms ?? 0;
});
