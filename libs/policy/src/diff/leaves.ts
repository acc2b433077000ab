/** What stands at the end of a path: a number, a word, a switch, or a set of words. */
export type Leaf = number | string | boolean | ReadonlySet<string>;

/** Every leaf of a value by its path. A list of words is a set; a list of things is named by what each is about. */
export function leavesOf(value: unknown, path: readonly string[] = []): Map<string, Leaf> {
  if (isLeaf(value)) return new Map([[path.join('.'), value]]);
  if (Array.isArray(value)) return leavesOfList(value, path);
  if (typeof value !== 'object' || value === null) return new Map();
  return merged(Object.entries(value).map(([name, inner]) => leavesOf(inner, [...path, name])));
}

function isLeaf(value: unknown): value is number | string | boolean {
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean';
}

function leavesOfList(list: readonly unknown[], path: readonly string[]): Map<string, Leaf> {
  if (list.length === 0) return new Map();
  if (list.every((one) => typeof one === 'string')) return new Map([[path.join('.'), new Set(list)]]);
  return merged(
    list.map((one, index) => leavesOf(withoutName(one), [...path, nameOf(one) ?? String(index)])),
  );
}

function nameOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const [name] = [...('kind' in value ? [value.kind] : []), ...('target' in value ? [value.target] : [])];
  return typeof name === 'string' ? name : undefined;
}

function withoutName(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'kind' && key !== 'target'));
}

/** Two lists about the same thing are one list. */
function merged(maps: readonly Map<string, Leaf>[]): Map<string, Leaf> {
  const all = new Map<string, Leaf>();
  for (const [path, leaf] of maps.flatMap((map) => [...map])) {
    const known = all.get(path);
    all.set(path, known instanceof Set && leaf instanceof Set ? known.union(leaf) : leaf);
  }
  return all;
}
