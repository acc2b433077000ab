import type { Governance } from '../governance.js';
import { adoptionModes, type AdoptionMode } from '../model/adoption.js';
import type { Difference, Effect } from './difference.js';
import { diffModel } from './diff-model.js';
import { diffPolicies } from './diff-policies.js';

export interface GovernanceDiff {
  /** Versions. */
  readonly from: string;
  readonly to: string;
  /** What widens comes first. */
  readonly differences: readonly Difference[];
  readonly widens: boolean;
}

const order: readonly Effect[] = ['widens', 'narrows', 'neutral'];

/** What differs, in words, and whether it may widen access. */
export function diffGovernance(before: Governance, after: Governance): GovernanceDiff {
  const differences = [
    ...diffPolicies(before.policies, after.policies),
    ...diffSchema(before, after),
    ...diffEntities(before, after),
    ...diffModel(before.model.value, after.model.value),
    ...diffModes(before, after),
    ...diffStandards(before, after),
    ...diffCases(before, after),
  ].sort((one, other) => order.indexOf(one.effect) - order.indexOf(other.effect));
  const widens = differences.some(({ effect }) => effect === 'widens');
  return { from: before.version, to: after.version, differences, widens };
}

/** Groups of actions and memberships decide to what a policy applies. */
function diffSchema(before: Governance, after: Governance): readonly Difference[] {
  if (before.schema.json === after.schema.json) return [];
  const words = 'the Cedar schema has changed, and with it possibly what policies apply to';
  return [{ what: 'schema', name: 'trivium.cedarschema', effect: 'widens', words }];
}

/** Whom the files declare, the policies permit without a grant. */
function diffEntities(before: Governance, after: Governance): readonly Difference[] {
  const [from, to] = [before, after].map(({ bundle }) =>
    bundle.files.find(({ path }) => path === 'entities.json'),
  );
  if (from?.text === to?.text) return [];
  const words = 'the declared entities have changed, and the policies decide about them without a grant';
  return [{ what: 'entities', name: 'entities.json', effect: 'widens', words }];
}

function diffModes(before: Governance, after: Governance): readonly Difference[] {
  const controls = new Set([
    ...Object.keys(before.standards.controls),
    ...Object.keys(after.standards.controls),
  ]);
  return [...controls].flatMap((name): Difference[] => {
    const [from, to] = [before.model.modeOf(name), after.model.modeOf(name)];
    if (from === to) return [];
    const effect = effectOfMode(name, from, to, [before, after]);
    return [{ what: 'control', name, effect, words: `the control goes from ${from} to ${to}` }];
  });
}

/** A control that is taken more seriously narrows access, unless some of its policies permit. */
function effectOfMode(
  control: string,
  from: AdoptionMode,
  to: AdoptionMode,
  both: readonly Governance[],
): Effect {
  const effects = new Set(
    both.flatMap(({ policies }) =>
      policies.filter((one) => one.control === control).map(({ effect }) => effect),
    ),
  );
  const stricter = adoptionModes.indexOf(to) > adoptionModes.indexOf(from);
  if (stricter) return effects.has('permit') ? 'widens' : 'narrows';
  return effects.has('forbid') || !effects.has('permit') ? 'widens' : 'narrows';
}

/** Mappings and evidence decide nothing; they say what is shown to an auditor. */
function diffStandards(
  { standards: before }: Governance,
  { standards: after }: Governance,
): readonly Difference[] {
  const of = (what: 'controls' | 'standards') =>
    changes(before[what], after[what]).map(([name, words]): Difference => ({
      what: 'standard',
      name,
      effect: 'neutral',
      words: `its entry in ${what} is ${words}`,
    }));
  return [...of('controls'), ...of('standards')];
}

function diffCases(before: Governance, after: Governance): readonly Difference[] {
  const [from, to] = [before, after].map(({ cases }) =>
    Object.fromEntries(cases.map(({ place, ...rest }) => [`${place.file}: ${rest.name}`, rest])),
  );
  return changes(from ?? {}, to ?? {}).map(([name, words]): Difference => ({
    what: 'case',
    name,
    effect: 'neutral',
    words: `this case is ${words}`,
  }));
}

function changes(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name): [string, string][] => {
    if (!Object.hasOwn(before, name)) return [[name, 'added']];
    if (!Object.hasOwn(after, name)) return [[name, 'removed']];
    return JSON.stringify(before[name]) === JSON.stringify(after[name]) ? [] : [[name, 'changed']];
  });
}
