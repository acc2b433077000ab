import type { Figure } from './figures.js';

export interface Target {
  readonly name: RegExp;
  readonly metric: string;
  /** What is compared with the limit: the value itself, or its ratio to the floor. */
  readonly of: 'value' | 'ratio';
  /** The limit: at most, or at least, so much. */
  readonly most?: number;
  readonly least?: number;
}

/** What the figures are measured against; nothing fails when one is missed. */
export const targets: readonly Target[] = [
  { name: /→ denied$/, metric: 'p50', of: 'ratio', most: 2.5 },
  { name: /→ denied$/, metric: 'p99', of: 'ratio', most: 4 },
  { name: /^(workforce|workload|agent): /, metric: 'p99 to quiet', of: 'value', most: 2 },
  { name: /^tokens: /, metric: 'p50 ratio', of: 'value', most: 1.3 },
  { name: /^decision: introspection/, metric: 'rate', of: 'ratio', least: 0.6 },
  { name: /^decision: evaluation, /, metric: 'rate', of: 'ratio', least: 0.35 },
  { name: /^decision: /, metric: 'p99 at 70 %', of: 'value', most: 10 },
  { name: /live credentials$/, metric: 'p50, floor taken out', of: 'value', most: 1.2 },
];

export interface Verdict {
  readonly figure: Figure;
  readonly target: Target;
  readonly met: boolean;
}

/** Which figures have a target, and which of these met it. */
export function verdicts(figures: readonly Figure[]): Verdict[] {
  return figures.flatMap((figure) => {
    const target = targets.find(({ name, metric }) => metric === figure.metric && name.test(figure.name));
    return target ? [{ figure, target, met: isMet(figure[target.of] ?? Number.NaN, target) }] : [];
  });
}

function isMet(value: number, { most = Infinity, least = -Infinity }: Target): boolean {
  return value <= most && value >= least;
}

export function verdictLine({ figure, target, met }: Verdict): string {
  const unit = target.of === 'ratio' || figure.unit === '×' ? '×' : ` ${figure.unit}`;
  const limit =
    target.most === undefined ? `at least ${target.least}${unit}` : `at most ${target.most}${unit}`;
  return `${met ? 'met   ' : 'missed'}  ${figure.name}, ${figure.metric}: ${figure[target.of] ?? '–'}${unit}, ${limit}`;
}
