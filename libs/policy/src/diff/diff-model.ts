import { inWords } from './in-words.js';
import type { Difference } from './difference.js';
import { leavesOf, type Leaf } from './leaves.js';
import { matchOf, modelGroups, modelRules, type ModelGroup } from './model-rules.js';

type Leaves = ReadonlyMap<string, Leaf>;

/** What differs between two models, in words. Modes of controls are compared elsewhere: what they do depends on the policies. */
export function diffModel(before: object, after: object): readonly Difference[] {
  const [from, to] = [leavesOf(before), leavesOf(after)];
  const groups = modelGroups.flatMap((group) => groupChanges(group, from, to));
  const whole = groups.map(({ name }) => `${name}.`);
  const outermost = groups.filter(({ name }) => !whole.some((prefix) => name.startsWith(prefix)));
  const paths = [...from.keys(), ...to.keys()].filter(
    (path) => !whole.some((prefix) => path.startsWith(prefix)),
  );
  return [...outermost, ...[...new Set(paths)].flatMap((path) => leafChange(path, from, to))];
}

function groupChanges({ path, label, added, removed }: ModelGroup, from: Leaves, to: Leaves): Difference[] {
  const [before, after] = [from, to].map((leaves) => namesOf(path, leaves));
  if (!before || !after) return [];
  const gone = [...before.difference(after)];
  const come = [...after.difference(before)];
  return [
    ...come.map((name) => ({ what: 'model' as const, name, effect: added, words: `${label} is added` })),
    ...gone.map((name) => ({ what: 'model' as const, name, effect: removed, words: `${label} is removed` })),
  ];
}

function namesOf(pattern: string, leaves: Leaves): ReadonlySet<string> {
  const names = [...leaves.keys()].map((path) => matchOf(pattern, path));
  return new Set(names.filter((name) => name !== undefined));
}

function leafChange(path: string, from: Leaves, to: Leaves): Difference[] {
  const [before, after] = [from.get(path), to.get(path)];
  if (path.startsWith('adoption.') || same(before, after)) return [];
  const rule = modelRules.find((one) => matchOf(one.path, path) === path);
  const effect = rule?.judge(before, after) ?? 'widens';
  return [{ what: 'model', name: path, effect, words: inWords(rule?.label ?? 'setting', before, after) }];
}

function same(before: Leaf | undefined, after: Leaf | undefined): boolean {
  if (!(before instanceof Set) || !(after instanceof Set)) return before === after;
  return before.symmetricDifference(after).size === 0;
}
