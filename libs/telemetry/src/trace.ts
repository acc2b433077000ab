import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api';
import type { SpanDefinition } from './names.js';

const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/** What an error may tell a trace: its code or class. Its text may quote input, so it stays in the log. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

export interface SpanOptions {
  /** The span's parent instead of the active one: what `extractTrace` found in a message's headers. */
  readonly parent?: Context | undefined;
}

const tracer = () => trace.getTracer('trivium');

function start(definition: SpanDefinition, attributes: Attributes, options: SpanOptions): [Span, Context] {
  const parent = options.parent ?? context.active();
  const span = tracer().startSpan(definition.name, { kind: kinds[definition.kind], attributes }, parent);
  return [span, trace.setSpan(parent, span)];
}

/** Runs `fn` as a span: what it starts, publishes and logs carries the span's trace. Attributes MUST NOT hold secrets. */
export async function inSpan<T>(
  definition: SpanDefinition,
  attributes: Attributes,
  fn: (span: Span) => T | Promise<T>,
  options: SpanOptions = {},
): Promise<T> {
  const [span, active] = start(definition, attributes, options);
  try {
    return await context.with(active, fn, undefined, span);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: nameOf(error) });
    throw error;
  } finally {
    span.end();
  }
}

/** Opens a span that ends elsewhere (when a response is sent) and runs `fn` within it. */
export function openSpan(
  definition: SpanDefinition,
  attributes: Attributes,
  fn: () => void,
  options: SpanOptions = {},
): Span {
  const [span, active] = start(definition, attributes, options);
  context.with(active, fn);
  return span;
}

/** Adds the active trace to a message's headers (W3C `traceparent`, `tracestate`) and returns them. */
export function injectTrace<H extends Record<string, unknown>>(headers: H): H & Record<string, string> {
  propagation.inject(context.active(), headers);
  return headers as H & Record<string, string>;
}

/** The trace a message came with. Values may be strings, byte buffers (Kafka) or lists of them (HTTP); the first one counts. */
export function extractTrace(headers: Readonly<Record<string, unknown>>): Context {
  return propagation.extract(ROOT_CONTEXT, headers, {
    keys: (carrier) => Object.keys(carrier),
    get: (carrier, key) => {
      const found: unknown = carrier[key];
      const first: unknown = Array.isArray(found) ? found[0] : found;
      return typeof first === 'string' || Buffer.isBuffer(first) ? first.toString() : undefined;
    },
  });
}

/** The active trace's id; undefined outside any trace. */
export function activeTraceId(): string | undefined {
  return trace.getActiveSpan()?.spanContext().traceId;
}

export function isTracing(): boolean {
  return trace.getActiveSpan() !== undefined;
}
