import { testPostgres, testValkey, type TestDatabase } from '@trivium/testing';
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { z } from 'zod';
import { compile } from './testing/compile.contract.js';

const project = join(import.meta.dirname, '..');

const traces = z.object({
  resourceSpans: z.array(
    z.object({
      scopeSpans: z.array(
        z.object({
          scope: z.object({ name: z.string() }),
          spans: z.array(z.object({ name: z.string(), traceId: z.string(), kind: z.number() })),
        }),
      ),
    }),
  ),
});

/** A collector as OTLP over HTTP describes it, keeping what it is sent. */
async function startCollector() {
  const received: { path: string; body: string }[] = [];
  const server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ path: request.url ?? '', body });
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { received, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('a process with a collector', () => {
  let database: TestDatabase;
  let collector: Awaited<ReturnType<typeof startCollector>>;
  let build: string;

  beforeAll(async () => {
    [database, collector, build] = await Promise.all([testPostgres(), startCollector(), compile()]);
    const env = {
      PATH: process.env.PATH,
      DATABASE_URL: database.adminUrl,
      VALKEY_URL: await testValkey(),
      TELEMETRY_INDEX: join(build, 'index.js'),
      OTEL_SERVICE_NAME: 'traced',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    };
    const script = join(project, 'fixtures/traced-process.mjs');
    await promisify(execFile)(process.execPath, ['--import', join(build, 'register.js'), script], { env });
  });

  afterAll(async () => {
    collector.server.close();
    await rm(build, { recursive: true, force: true });
    await database.drop();
  });

  const sent = (path: string) => collector.received.filter((request) => request.path === path);
  const spans = () =>
    sent('/v1/traces')
      .flatMap(({ body }) => traces.parse(JSON.parse(body)).resourceSpans)
      .flatMap((resource) => resource.scopeSpans)
      .flatMap(({ scope, spans }) => spans.map((span) => ({ ...span, scope: scope.name })));

  it('sends one trace through HTTP, Postgres and Valkey', () => {
    const own = spans().find((span) => span.name === 'decision.decide');
    const inTrace = spans().filter((span) => span.traceId === own?.traceId);
    expect(new Set(inTrace.map((span) => span.scope))).toEqual(
      new Set([
        'trivium',
        '@opentelemetry/instrumentation-http',
        '@opentelemetry/instrumentation-pg',
        '@opentelemetry/instrumentation-ioredis',
      ]),
    );
  });

  it('sends both sides of the HTTP call', () => {
    const [server, client] = [2, 3];
    const kinds = spans()
      .filter((span) => span.scope.endsWith('-http'))
      .map((span) => span.kind);
    expect(kinds.sort()).toEqual([server, client]);
  });

  it('sends metrics', () => expect(sent('/v1/metrics').length).toBeGreaterThan(0));

  it.each(['a-value-in-the-database', 'a-key-in-valkey', 'a-value-in-valkey'])(
    'keeps %s to itself',
    (value) => {
      expect(collector.received.map(({ body }) => body).join()).not.toContain(value);
    },
  );
});
