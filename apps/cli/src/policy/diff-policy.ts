import {
  diffGovernance,
  type Difference,
  type Effect,
  type Governance,
  type GovernanceDiff,
} from '@trivium/policy';
import { exitCodes } from '../exit-code.js';
import { bad, count, done, good, quiet, strong, warning, type Report } from '../report.js';

/** What differs, in words. The exit code says whether access widens. */
export function diffPolicy(before: Governance, after: Governance): Report {
  const diff = diffGovernance(before, after);
  return { lines: linesOf(diff), json: diff, exit: diff.widens ? exitCodes.no : done };
}

const titles: Readonly<Record<Effect, string>> = {
  widens: 'May widen access',
  narrows: 'Narrows access',
  neutral: 'Changes nothing about access',
};
const signs: Readonly<Record<Effect, string>> = { widens: '+', narrows: '-', neutral: '·' };
const colours: Readonly<Record<Effect, (text: string) => string>> = {
  widens: warning,
  narrows: good,
  neutral: quiet,
};

function linesOf({ from, to, differences, widens }: GovernanceDiff): string[] {
  if (differences.length === 0) return [`${good('✓')} ${from} and ${to} say the same`];
  return [
    `${strong(from)} → ${strong(to)}: ${count(differences.length, 'difference')}`,
    ...differenceLines(differences),
    '',
    widens
      ? `${bad('!')} Access may widen: publishing it takes a second person.`
      : `${good('✓')} Access does not widen.`,
  ];
}

/** By what they do to access, what widens first. */
export function differenceLines(differences: readonly Difference[]): string[] {
  return (Object.keys(titles) as Effect[]).flatMap((effect) => {
    const some = differences.filter((one) => one.effect === effect);
    if (some.length === 0) return [];
    const shown = some.map(
      ({ name, words }) => `  ${colours[effect](signs[effect])} ${strong(name)}: ${words}`,
    );
    return ['', titles[effect], ...shown];
  });
}
