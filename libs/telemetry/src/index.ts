export { metricNames, spanNames, type MetricDefinition, type SpanDefinition } from './names.js';
export { counter, gauge, histogram, type CounterOf, type HistogramOf, type Measured } from './metrics.js';
export { metricsText } from './prometheus.js';
export {
  activeTraceId,
  extractTrace,
  injectTrace,
  inSpan,
  isTracing,
  openSpan,
  type SpanOptions,
} from './trace.js';
export { createLogger, type Logger, type LoggerOptions } from './logger.js';
export { NestLogger } from './nest-logger.js';
export { startTelemetry, type StopTelemetry } from './start.js';
