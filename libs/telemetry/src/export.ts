import { register } from 'node:module';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { IORedisInstrumentation } from '@opentelemetry/instrumentation-ioredis';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { prometheusReader } from './prometheus.js';
import type { StopTelemetry } from './start.js';
import type { TelemetryConfig } from './telemetry.config.js';

/** Probes would fill the collector with traces that say nothing. */
const unobserved = /^\/(health|metrics)(\/|$)/;

function instrumentations() {
  return [
    new HttpInstrumentation({ ignoreIncomingRequestHook: (request) => unobserved.test(request.url ?? '') }),
    new PgInstrumentation({ requireParentSpan: true, enhancedDatabaseReporting: false }),
    // Arguments hold keys and values; the command's name is enough.
    new IORedisInstrumentation({ requireParentSpan: true, dbStatementSerializer: (command) => command }),
  ];
}

/** Exports traces and metrics by OTLP over HTTP to `OTEL_EXPORTER_OTLP_ENDPOINT`; the SDK reads the other `OTEL_*` variables itself. */
export function startExporting({ serviceName }: TelemetryConfig): StopTelemetry {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the instrumentation's loader hook is made for this call
  register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);
  const sdk = new NodeSDK({
    serviceName,
    contextManager: new AsyncLocalStorageContextManager(),
    textMapPropagator: new W3CTraceContextPropagator(),
    metricReaders: [
      prometheusReader(),
      new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() }),
    ],
    logRecordProcessors: [],
    instrumentations: instrumentations(),
  });
  sdk.start();
  return () => sdk.shutdown();
}
