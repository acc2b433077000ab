import type { Figure } from './figures.js';

export interface Target {
  readonly name: RegExp;
  readonly metric: string;
  /** What is compared with the limit: the value itself, or its ratio to the floor. */
  readonly of: 'value' | 'ratio';
  readonly most: number;
}

/** What the figures are measured against; nothing fails when one is missed. */
export const targets: readonly Target[] = [
  { name: /→ denied$/, metric: 'p50', of: 'ratio', most: 2.5 },
  { name: /→ denied$/, metric: 'p99', of: 'ratio', most: 4 },
  { name: /^(workforce|workload|agent): /, metric: 'p99 to quiet', of: 'value', most: 2 },
  { name: /^tokens: /, metric: 'p50 ratio', of: 'value', most: 1.3 },
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
    return target ? [{ figure, target, met: (figure[target.of] ?? Number.NaN) <= target.most }] : [];
  });
}

export function verdictLine({ figure, target, met }: Verdict): string {
  return `${met ? 'met   ' : 'missed'}  ${figure.name}, ${figure.metric}: ${figure[target.of] ?? '–'}× of at most ${target.most}×`;
}
