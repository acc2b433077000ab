import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';

const serializer = new PrometheusSerializer(undefined, false, undefined, true, true);
let reader: PrometheusExporter | undefined;

/** The one reader of this process's metrics; it opens no port. */
export function prometheusReader(): PrometheusExporter {
  reader ??= new PrometheusExporter({ preventServerStart: true });
  return reader;
}

/** All metrics of this process in Prometheus' text format; only a comment before telemetry has started. */
export async function metricsText(): Promise<string> {
  if (!reader) return '# telemetry has not been started\n';
  const { resourceMetrics } = await reader.collect();
  return `${serializer.serialize(resourceMetrics)}\n`;
}
