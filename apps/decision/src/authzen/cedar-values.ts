import type { CedarValue } from '@trivium/policy';

export type Attributes = Readonly<Record<string, CedarValue>>;

/**
 * JSON as Cedar knows it. Nothing stands for an absent attribute; a number that is no whole one stays as text, so that a policy that
 * compares it cannot be evaluated and denies.
 */
export function toCedarRecord(values: Readonly<Record<string, unknown>> | undefined): Attributes {
  const known = Object.entries(values ?? {}).flatMap(([name, value]): [string, CedarValue][] => {
    const converted = toCedar(value);
    return converted === undefined ? [] : [[name, converted]];
  });
  return Object.fromEntries(known);
}

function toCedar(value: unknown): CedarValue | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(toCedar).filter((one) => one !== undefined);
  if (typeof value !== 'object' || value === null) return undefined;
  return { ...toCedarRecord(Object.fromEntries(Object.entries(value))) };
}
