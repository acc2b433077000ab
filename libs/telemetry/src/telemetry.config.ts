/** OpenTelemetry's own settings, under the names its specification gives them; the SDK reads the rest of them itself. */
export interface TelemetryConfig {
  readonly serviceName: string;
  /** Traces and metrics are exported, and the costly instrumentations loaded, only when a collector is named. */
  readonly exporting: boolean;
}

export function readTelemetryConfig(
  env: Readonly<Record<string, string | undefined>> = process.env,
): TelemetryConfig {
  return {
    serviceName: env.OTEL_SERVICE_NAME ?? 'trivium',
    exporting: Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT),
  };
}
