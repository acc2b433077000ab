import { metrics, type Attributes } from '@opentelemetry/api';
import type { MetricDefinition } from './names.js';

type LabelsOf<D> = D extends MetricDefinition<infer Label> ? Readonly<Record<Label, string>> : never;

const meter = () => metrics.getMeter('trivium');
const optionsOf = ({ description, unit, buckets }: MetricDefinition) => ({
  description,
  unit,
  ...(buckets && { advice: { explicitBucketBoundaries: [...buckets] } }),
});

/** Made at first use: an instrument taken before telemetry has started would record nothing for ever. */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

export interface CounterOf<D> {
  add(count: number, labels: LabelsOf<D>): void;
}

export interface HistogramOf<D> {
  /** In the unit of the definition (seconds). */
  record(value: number, labels: LabelsOf<D>): void;
}

export interface Measured<D> {
  readonly value: number;
  readonly labels: LabelsOf<D>;
}

export function counter<D extends MetricDefinition>(definition: D): CounterOf<D> {
  const instrument = lazily(() => meter().createCounter(definition.name, optionsOf(definition)));
  return { add: (count, labels) => instrument().add(count, labels) };
}

export function histogram<D extends MetricDefinition>(definition: D): HistogramOf<D> {
  const instrument = lazily(() => meter().createHistogram(definition.name, optionsOf(definition)));
  return { record: (value, labels) => instrument().record(value, labels) };
}

/** A value asked for when the metrics are read. Returns what ends the observation. */
export function gauge<D extends MetricDefinition>(
  definition: D,
  observe: () => readonly Measured<D>[] | Promise<readonly Measured<D>[]>,
): () => void {
  const instrument = meter().createObservableGauge(definition.name, optionsOf(definition));
  const callback = async (result: { observe(value: number, attributes: Attributes): void }) => {
    for (const { value, labels } of await observe()) result.observe(value, labels);
  };
  instrument.addCallback(callback);
  return () => instrument.removeCallback(callback);
}
