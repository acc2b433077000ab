import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { AlwaysOffSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { prometheusReader } from './prometheus.js';
import { readTelemetryConfig, type TelemetryConfig } from './telemetry.config.js';

export type StopTelemetry = () => Promise<void>;

/**
 * Without a collector nothing is recorded, but every request and event still has a trace id that travels over HTTP and Kafka and
 * stands in each log line: spans that are not sampled keep their ids.
 */
function startLocally(): StopTelemetry {
  const meters = new MeterProvider({ readers: [prometheusReader()] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(new TracerProvider({ sampler: new AlwaysOffSampler() }));
  metrics.setGlobalMeterProvider(meters);
  return () => meters.shutdown();
}

let started: Promise<StopTelemetry> | undefined;

/** Starts telemetry once per process; every further call returns the first one's stop. */
export function startTelemetry(config: TelemetryConfig = readTelemetryConfig()): Promise<StopTelemetry> {
  started ??= config.exporting
    ? import('./export.js').then(({ startExporting }) => startExporting(config))
    : Promise.resolve(startLocally());
  return started;
}
