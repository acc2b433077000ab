import type { CedarValue } from '@trivium/policy';

export type Attributes = Readonly<Record<string, CedarValue>>;

/**
 * What is said under these names, as Cedar knows it. Nothing stands for an absent attribute; a number that is no whole one stays as
 * text, so that a policy that compares it cannot be evaluated and denies.
 */
export function cedarRecordOf(
  names: readonly string[],
  values: Readonly<Record<string, unknown>> | undefined,
): Attributes {
  const record: Record<string, CedarValue> = {};
  if (!values) return record;
  for (const name of names) {
    const converted = Object.hasOwn(values, name) ? toCedar(values[name]) : undefined;
    if (converted !== undefined) record[name] = converted;
  }
  return record;
}

function toCedar(value: unknown): CedarValue | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(toCedar).filter((one) => one !== undefined);
  if (typeof value !== 'object' || value === null) return undefined;
  return { ...cedarRecordOf(Object.keys(value), { ...value }) };
}
