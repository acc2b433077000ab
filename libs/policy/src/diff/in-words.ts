import type { Leaf } from './leaves.js';

const units = [
  { ms: 86_400_000, one: 'day' },
  { ms: 3_600_000, one: 'hour' },
  { ms: 60_000, one: 'minute' },
  { ms: 1_000, one: 'second' },
] as const;

/** `the longest life goes from 90 days to 120 days`, `the evidence required loses purpose`. */
export function inWords(label: string, before: Leaf | undefined, after: Leaf | undefined): string {
  if (before instanceof Set || after instanceof Set)
    return `the ${label} ${setWords(wordsOf(before), wordsOf(after))}`;
  if (before === undefined) return `the ${label} is set to ${valueWords(after)}`;
  if (after === undefined) return `the ${label} is no longer ${valueWords(before)}`;
  return `the ${label} goes from ${valueWords(before)} to ${valueWords(after)}`;
}

const wordsOf = (leaf: Leaf | undefined): ReadonlySet<string> => (leaf instanceof Set ? leaf : new Set());

function setWords(before: ReadonlySet<string>, after: ReadonlySet<string>): string {
  const gained = [...after.difference(before)];
  const lost = [...before.difference(after)];
  const parts = [
    ...(gained.length > 0 ? [`gain ${gained.join(', ')}`] : []),
    ...(lost.length > 0 ? [`lose ${lost.join(', ')}`] : []),
  ];
  return parts.join(' and ');
}

function valueWords(value: Leaf | undefined): string {
  if (value instanceof Set) return [...wordsOf(value)].join(', ');
  if (typeof value !== 'number') return typeof value === 'string' ? value : JSON.stringify(value);
  const unit = units.find(({ ms }) => value >= ms && value % ms === 0);
  if (!unit) return String(value);
  const count = value / unit.ms;
  return `${count} ${unit.one}${count === 1 ? '' : 's'}`;
}
