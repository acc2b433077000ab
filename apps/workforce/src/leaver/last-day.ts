const hour = 3_600_000;
/** A day begins at the earliest 14 hours before it does in UTC, and is over at the latest 12 hours after it is there. */
const [earliestEnd, latestEnd] = [24 * hour - 15 * hour, 24 * hour + 13 * hour];

/**
 * The first instant at which the calendar says another day than `day` (`YYYY-MM-DD`) where the person is. A day may have 23 or 25
 * hours there, begin at one o'clock or be left out altogether. In UTC where the zone is absent or none that is known.
 */
export function endOfDay(day: string, timeZone: string | undefined): Date {
  const there = calendarOf(timeZone);
  const begin = Date.parse(`${day}T00:00:00Z`);
  let [during, after] = [begin + earliestEnd, begin + latestEnd];
  while (after - during > 1) {
    const middle = Math.floor((during + after) / 2);
    if (there.format(middle) > day) after = middle;
    else during = middle;
  }
  return new Date(after);
}

/** Writes an instant as the day it is there; the Canadian way to write a date sorts. */
function calendarOf(timeZone: string | undefined): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-CA', { timeZone: timeZone ?? 'UTC', dateStyle: 'short' });
  } catch (error) {
    if (error instanceof RangeError) return calendarOf(undefined);
    throw error;
  }
}
