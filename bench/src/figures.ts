/** One measured figure; `ratio` compares it with the floor of the same run. */
export interface Figure {
  readonly name: string;
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  readonly floor?: number;
  readonly ratio?: number;
}

/** The value below which the given share of the samples lies (nearest rank). */
export function percentile(samples: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(samples).sort();
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? Number.NaN;
}

const round = (value: number) => Number(value.toPrecision(4));

export function figure(name: string, metric: string, value: number, unit: string, floor?: number): Figure {
  const compared = floor === undefined ? {} : { floor: round(floor), ratio: round(value / floor) };
  return { name, metric, value: round(value), unit, ...compared };
}

/** p50 and p99 of durations in milliseconds, beside those of the floor. */
export function latencies(name: string, samples: readonly number[], floor?: readonly number[]): Figure[] {
  const shares = [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const;
  return shares.map(([metric, share]) =>
    figure(name, metric, percentile(samples, share), 'ms', floor && percentile(floor, share)),
  );
}

/** A table for a terminal. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, metric, value, unit, floor, ratio }) => [
    name,
    metric,
    `${value} ${unit}`,
    floor === undefined ? '' : `${floor} ${unit}`,
    ratio === undefined ? '' : `${ratio}×`,
  ]);
  const all = [['what', 'metric', 'value', 'floor', 'ratio'], ...rows];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((row) => row[column]!.length)));
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
