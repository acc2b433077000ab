import { z } from 'zod';

const written = /^\d{4}-/;

/** RFC 3339; in UTC its year still has four digits, as every consumer writes it. */
export const moment = z.iso
  .datetime({ offset: true })
  .refine((text) => isWritable(Date.parse(text)), 'is beyond the calendar');

/** A day of the calendar, `YYYY-MM-DD`, after which there is another. */
export const calendarDay = z.iso
  .date()
  .refine((day) => isWritable(endInUtc(day).getTime()), 'is beyond the calendar');

/** A zone of the IANA database that this process knows. */
export const timeZone = z.string().trim().max(64).refine(isTimeZone, 'is no time zone such as Europe/Berlin');

/** When a day is over in UTC. */
export function endInUtc(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000);
}

function isWritable(time: number): boolean {
  return !Number.isNaN(time) && written.test(new Date(time).toISOString());
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
