import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { Ctx, EventPattern, Payload, Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createLogger } from '@trivium/telemetry';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { bootstrap } from './bootstrap.js';
import { CurrentCaller, type Caller } from './caller.js';
import { Health } from './health.js';
import { parseBody } from './parse-body.js';
import { notFound, type ProblemBody } from './problem.js';
import { Public, Roles } from './roles.js';

const order = z.strictObject({ item: z.string(), lines: z.array(z.object({ count: z.int() })) });

class LeaverUnknown extends Error {}

@Controller('orders')
class OrdersController {
  @Public()
  @Post()
  place(@Body() body: unknown): { item: string } {
    return { item: parseBody(order, body).item };
  }

  @Public()
  @Get('lost')
  lost(): never {
    throw notFound('This order is not known.');
  }

  @Public()
  @Get('broken')
  broken(): never {
    throw new Error('connection to postgres://user:hunter2@db failed');
  }

  @Public()
  @Get('later')
  later(): never {
    throw new Error('while reading orders', {
      cause: Object.assign(new Error('db:5432 is away'), { transient: true }),
    });
  }

  @Roles('admin', 'auditor')
  @Get('all')
  all(@CurrentCaller() caller: Caller): Caller {
    return caller;
  }

  @Get('forgotten')
  forgotten(): string {
    return 'a route that names no role';
  }

  @EventPattern('workforce.person.left')
  left(@Payload() data: unknown, @Ctx() _context: unknown): void {
    throw new LeaverUnknown(String(data));
  }
}

@Module({ controllers: [OrdersController] })
class OrdersModule {}

/** Calls handlers as the bus does, and keeps what they reject with. */
class DirectStrategy extends Server implements CustomTransportStrategy {
  listening = false;
  listen(callback: () => void): void {
    this.listening = true;
    callback();
  }
  close(): void {
    this.listening = false;
  }
  on(): never {
    throw new Error('has no events of its own');
  }
  unwrap(): never {
    throw new Error('wraps nothing');
  }
  deliver(pattern: string, data: unknown): Promise<unknown> {
    const handler = this.getHandlerByPattern(pattern);
    if (!handler) throw new Error(`nobody handles ${pattern}`);
    return handler(data, {});
  }
}

async function keySetServer(jwk: object) {
  const server = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks` };
}

describe('a service', () => {
  const lines: string[] = [];
  const strategy = new DirectStrategy();
  let app: NestFastifyApplication;
  let url: string;
  let keys: Awaited<ReturnType<typeof keySetServer>>;
  let pair: Awaited<ReturnType<typeof generateKeyPair>>;

  beforeAll(async () => {
    pair = await generateKeyPair('EdDSA', { extractable: true });
    keys = await keySetServer({ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'EdDSA' });
    app = await bootstrap({
      service: 'orders',
      module: OrdersModule,
      config: { TRIVIUM_HOST: '127.0.0.1', TRIVIUM_PORT: 0, TRIVIUM_GATEWAY_JWKS_URL: keys.url },
      logger: createLogger({ service: 'orders', destination: { write: (line) => void lines.push(line) } }),
      strategies: () => [strategy],
    });
    url = await app.getUrl();
  });

  afterAll(async () => {
    await app.close();
    keys.server.close();
  });

  const post = (body: string, type = 'application/json') =>
    fetch(`${url}/orders`, { method: 'POST', headers: { 'content-type': type }, body });

  const nested = `${'['.repeat(40)}${']'.repeat(40)}`;

  it.each([
    { name: 'malformed JSON', body: '{"item":', status: 400, code: 'ERR_INVALID_INPUT' },
    {
      name: 'a body of two megabytes',
      body: `{"item":"${'x'.repeat(2 ** 21)}"}`,
      status: 413,
      code: 'ERR_TOO_LARGE',
    },
    { name: 'a deeply nested body', body: nested, status: 400, code: 'ERR_TOO_DEEP' },
    {
      name: 'a media type nobody reads',
      body: '<a/>',
      type: 'text/xml',
      status: 415,
      code: 'ERR_UNSUPPORTED_MEDIA_TYPE',
    },
  ])('refuses $name with a problem', async ({ body, type, status, code }) => {
    const response = await post(body, type);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status, code });
  });

  it('names each wrong field by JSON pointer', async () => {
    const problem = (await (await post('{"lines":[{"count":"two"}],"no/te":1}')).json()) as ProblemBody;
    expect(problem.errors?.map((error) => 'pointer' in error && error.pointer).sort()).toEqual([
      '/item',
      '/lines/0/count',
      '/no~1te',
    ]);
  });

  it('answers an unknown address and an expected absence with 404 problems', async () => {
    expect(await (await fetch(`${url}/nowhere`)).json()).toMatchObject({
      status: 404,
      code: 'ERR_NOT_FOUND',
    });
    const lost = await fetch(`${url}/orders/lost`);
    expect(await lost.json()).toMatchObject({
      detail: 'This order is not known.',
      type: 'urn:trivium:problem:not-found',
    });
  });

  it('says that what does not answer now may answer later', async () => {
    const response = await fetch(`${url}/orders/later`);
    expect(response.headers.get('retry-after')).toBe('5');
    const problem = (await response.json()) as ProblemBody;
    expect(problem).toMatchObject({ status: 503, code: 'ERR_UNAVAILABLE' });
    expect(problem.detail).not.toContain('5432');
  });

  it('keeps the cause of an unforeseen error in the log, reachable by its trace id', async () => {
    const response = await fetch(`${url}/orders/broken`);
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).not.toContain('hunter2');
    const { trace_id: traceId } = JSON.parse(text) as ProblemBody;
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);
    const line = lines.find((candidate) => candidate.includes(String(traceId)));
    expect(line).toContain('connection to postgres');
  });

  it('continues the trace that a request comes with', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const response = await fetch(`${url}/orders/lost`, {
      headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
    });
    expect(await response.json()).toMatchObject({ trace_id: traceId });
  });

  const token = (claims: object, { aud = 'orders', iss = 'trivium:gateway', age = 0 } = {}) => {
    const iat = Math.floor(Date.now() / 1000) - age;
    const payload = { sub: 'per_1', person: 'per_1', roles: ['auditor'], iat, exp: iat + 3600, ...claims };
    const header = { alg: 'EdDSA', kid: 'k1' };
    return new SignJWT(payload)
      .setProtectedHeader(header)
      .setIssuer(iss)
      .setAudience(aud)
      .sign(pair.privateKey);
  };
  const call = async (path: string, bearer: Promise<string> | undefined) =>
    fetch(`${url}/orders/${path}`, { headers: bearer ? { authorization: `Bearer ${await bearer}` } : {} });

  it.each([
    { name: 'nobody', bearer: () => undefined, status: 401 },
    { name: 'a caller meant for another service', bearer: () => token({}, { aud: 'workload' }), status: 401 },
    { name: 'a token of another issuer', bearer: () => token({}, { iss: 'trivium:agent' }), status: 401 },
    { name: 'a token older than a minute', bearer: () => token({}, { age: 61 }), status: 401 },
    { name: 'a caller behind whom there is nobody', bearer: () => token({ person: '' }), status: 401 },
    { name: 'a caller without the role', bearer: () => token({ roles: ['soc'] }), status: 403 },
    { name: 'a caller with the role', bearer: () => token({}), status: 200 },
  ])('answers $name with $status', async ({ bearer, status }) => {
    expect((await call('all', bearer())).status).toBe(status);
  });

  it('keeps a route that names no role closed to everybody', async () => {
    expect((await call('forgotten', token({ roles: ['admin', 'security'] }))).status).toBe(403);
  });

  it('leaves the error of an event handler to the transport as it is', async () => {
    expect(strategy.listening).toBe(true);
    await expect(strategy.deliver('workforce.person.left', 'per_1')).rejects.toBeInstanceOf(LeaverUnknown);
  });

  it('reports itself ready only while every part works', async () => {
    let broker: 'up' | 'down' = 'up';
    app
      .get(Health)
      .register('kafka', () =>
        broker === 'up' ? Promise.resolve('3 brokers') : Promise.reject(new Error('no broker')),
      );
    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ checks: { kafka: { status: 'up', detail: '3 brokers' } } });
    broker = 'down';
    app.get(Health).drain();
    const notReady = await fetch(`${url}/health/ready`);
    expect(notReady.status).toBe(503);
    expect(await notReady.json()).toMatchObject({
      service: 'orders',
      checks: { kafka: { status: 'down', detail: 'no broker' } },
    });
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  it('counts its answers by route pattern', async () => {
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(text).toMatch(
      /trivium_http_request_duration_seconds_count\{method="GET",route="\/orders\/lost",status="404"\} \d+/,
    );
  });
});
