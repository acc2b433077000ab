import { metricNames, spanNames, type MetricDefinition, type SpanDefinition } from '@trivium/telemetry';
import { code, heading, page, table } from './markdown.js';

const metricRow = ({ name, kind, unit, labels, description }: MetricDefinition) => [
  code(name),
  kind,
  unit,
  labels.map(code).join(', '),
  description,
];
const spanRow = ({ name, kind, description }: SpanDefinition) => [code(name), kind, description];

export function telemetryPage(): string {
  return page([
    heading('Telemetry', '`libs/telemetry/src/names.ts`'),
    `Every service answers \`GET /metrics\` in Prometheus' text format. Traces and metrics are also exported over OTLP where
\`OTEL_EXPORTER_OTLP_ENDPOINT\` is set; one trace goes through HTTP, Kafka, Postgres and Valkey. Logs are JSON lines on standard output, each with
its trace id. Labels have values from closed lists, never from input.`,
    '## Metrics',
    table(['Metric', 'Kind', 'Unit', 'Labels', 'What it says'], Object.values(metricNames).map(metricRow)),
    '## Spans',
    table(['Span', 'Kind', 'What it covers'], Object.values(spanNames).map(spanRow)),
  ]);
}
