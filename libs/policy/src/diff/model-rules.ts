import type { Effect } from './difference.js';
import type { Leaf } from './leaves.js';

/** How a change at such a path is judged; `*` stands for one name. */
export interface ModelRule {
  readonly path: string;
  /** What stands there, in words. */
  readonly label: string;
  readonly judge: (before: Leaf | undefined, after: Leaf | undefined) => Effect;
}

/** A number of which more is more access: a longer life, a later deadline, a deeper chain. */
const more = (before: Leaf | undefined, after: Leaf | undefined): Effect => {
  if (typeof before !== 'number' || typeof after !== 'number') return 'widens';
  return after > before ? 'widens' : 'narrows';
};

/** The same, where nothing counts as none. */
const moreThanNone = (before: Leaf | undefined, after: Leaf | undefined) => more(before ?? 0, after ?? 0);

const wordsOf = (leaf: Leaf | undefined): ReadonlySet<string> => (leaf instanceof Set ? leaf : new Set());

/** Words each of which gives something. */
const gives = (before: Leaf | undefined, after: Leaf | undefined): Effect =>
  wordsOf(after).isSubsetOf(wordsOf(before)) ? 'narrows' : 'widens';

/** Words each of which demands something. */
const demands = (before: Leaf | undefined, after: Leaf | undefined): Effect =>
  wordsOf(after).isSupersetOf(wordsOf(before)) ? 'narrows' : 'widens';

/** A word out of a list that begins with the strictest. */
const relaxed =
  (...strictestFirst: readonly string[]) =>
  (before: Leaf | undefined, after: Leaf | undefined): Effect => {
    const [from, to] = [before, after].map((leaf) =>
      typeof leaf === 'string' ? strictestFirst.indexOf(leaf) : -1,
    );
    return from === undefined || to === undefined || from < 0 || to < 0 || to > from ? 'widens' : 'narrows';
  };

const switchedOn = (_: Leaf | undefined, after: Leaf | undefined): Effect =>
  after === false ? 'narrows' : 'widens';

const neutral = (): Effect => 'neutral';

const rule = (path: string, label: string, judge: ModelRule['judge']): ModelRule => ({ path, label, judge });

/** Whatever is in none of these widens. */
export const modelRules: readonly ModelRule[] = [
  rule('version', 'version', neutral),
  rule('privilegedActions', 'actions that must be recorded', demands),
  rule('roads.*.failMode', 'fail mode', relaxed('strict', 'best_effort')),
  rule('roads.*.revocation.deadline', 'deadline of a revocation', more),
  rule('roads.workforce.person.tokenTtl', "life of a person's token", more),
  rule('roads.workforce.person.birthright.*.*.entitlements', 'birthright', gives),
  rule('roads.workload.nhi.kinds', 'kinds that may be registered', gives),
  rule('roads.workload.nhi.defaultTtl', 'usual life of a credential', more),
  rule('roads.workload.nhi.maxTtl', 'longest life of a credential', more),
  rule('roads.workload.nhi.ownerlessDeadline', 'time without an owner', more),
  rule('roads.workload.nhi.reviewDeadline', 'time for a review', more),
  rule('roads.agent.classes', 'classes that may be registered', gives),
  rule('roads.agent.delegation.maxTtl', 'longest life of a delegation', more),
  rule('roads.agent.delegation.maxDepth', 'depth of delegations', more),
  rule('roads.agent.task.defaultTtl', 'usual life of a task', more),
  rule('roads.agent.task.maxTtl', 'longest life of a task', more),
  rule('identities.*.*.approval.by', 'approvers', demands),
  rule('identities.*.*.approval.privileged', 'approvers of what is privileged', demands),
  rule('identities.*.*.approval.automatic', 'automatic approval', switchedOn),
  rule('identities.*.*.evidence', 'evidence required', demands),
  rule('identities.*.*.revocation.steps', 'steps of a revocation', demands),
  rule('identities.*.*.revocation.deadline', 'deadline of a revocation', more),
  rule('identities.*.*.review.every', 'time between reviews', more),
  rule('identities.*.*.review.triggers', 'events that open a review', demands),
  rule('identities.*.*.ttl.default', 'usual life', more),
  rule('identities.*.*.ttl.max', 'longest life', more),
  rule('identities.*.*.rotation.every', 'time between rotations', more),
  rule('identities.*.*.rotation.atShareOfLife', 'share of its life after which it is renewed', more),
  rule('identities.*.*.rotation.window', 'delay of a rotation', moreThanNone),
  rule('identities.*.*.rotation.grace', 'life of the old version beside the new one', moreThanNone),
  rule('identities.*.*.rotation.liveVersions', 'versions that live at once', more),
  rule('identities.*.*.exceptions.*.approvedBy', 'approvers of the exception', demands),
  rule('identities.*.*.exceptions.*.longest', 'longest life of the exception', more),
];

/** Things that come and go as a whole. */
export interface ModelGroup {
  readonly path: string;
  readonly label: string;
  readonly added: Effect;
  readonly removed: Effect;
}

export const modelGroups: readonly ModelGroup[] = [
  { path: 'identities.*.*', label: 'this kind of identity', added: 'widens', removed: 'narrows' },
  { path: 'identities.*.*.rotation', label: 'rotation', added: 'narrows', removed: 'widens' },
  { path: 'identities.*.*.exceptions.*', label: 'this exception', added: 'widens', removed: 'narrows' },
];

/** The beginning of the path that the pattern matches. */
export function matchOf(pattern: string, path: string): string | undefined {
  const [wanted, given] = [pattern.split('.'), path.split('.')];
  if (given.length < wanted.length) return undefined;
  const matches = wanted.every((name, index) => name === '*' || name === given[index]);
  return matches ? given.slice(0, wanted.length).join('.') : undefined;
}
