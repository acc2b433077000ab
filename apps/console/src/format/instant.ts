const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

const zone = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'short', hour: '2-digit' });

const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** `14:03:22.418`, in the reader's time zone. */
export const formatClock = (instant: string) => clock.format(new Date(instant));

/** `24 Nov 2026, 14:03:22.418`, in the reader's time zone. */
export const formatInstant = (instant: string) =>
  `${date.format(new Date(instant))}, ${formatClock(instant)}`;

/** `24 Nov 2026, 14:03:22.418 UTC`: the reader's time zone by name, for what goes into a report. */
export function formatZoned(instant: string): string {
  const name = zone.formatToParts(new Date(instant)).find(({ type }) => type === 'timeZoneName')?.value;
  return name ? `${formatInstant(instant)} ${name}` : formatInstant(instant);
}

/** The clock alone for today, the day as well for any other. `now` in milliseconds. */
export function formatWhen(instant: string, now: number): string {
  const sameDay = date.format(new Date(instant)) === date.format(now);
  return sameDay ? formatClock(instant) : formatInstant(instant);
}
