const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

function pair(ms: number, big: number, bigUnit: string, small: number, smallUnit: string): string {
  return `${Math.floor(ms / big)} ${bigUnit} ${String(Math.floor((ms % big) / small)).padStart(2, '0')} ${smallUnit}`;
}

/** A length of time as precise as one can still use it: `4 ms`, `1.24 s`, `12.4 s`, `2 m 05 s`, `3 h 12 m`, `2 d 04 h`. */
export function formatDuration(milliseconds: number): string {
  const ms = Math.round(milliseconds);
  if (ms < 0) return `−${formatDuration(-ms)}`;
  if (ms < second) return `${ms} ms`;
  if (ms < 9_995) return `${(ms / second).toFixed(2)} s`;
  if (ms < 59_950) return `${(ms / second).toFixed(1)} s`;
  if (ms < hour) return pair(Math.max(ms, minute), minute, 'm', second, 's');
  if (ms < day) return pair(ms, hour, 'h', minute, 'm');
  return pair(ms, day, 'd', hour, 'h');
}
