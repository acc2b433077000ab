import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway, type RunningGateway } from '../testing/running-gateway.contract.js';

let gateway: RunningGateway;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trivium-console-'));
  await mkdir(join(folder, 'dist', 'assets'), { recursive: true });
  await writeFile(join(folder, 'secret.txt'), 'not for visitors');
  await writeFile(join(folder, 'dist', 'index.html'), '<!doctype html><title>Trivium</title>');
  await writeFile(join(folder, 'dist', 'color-scheme.js'), '// first');
  await writeFile(join(folder, 'dist', 'assets', 'index-abc123.js'), '// page');
  gateway = await startGateway({ consoleDir: join(folder, 'dist') });
});
afterAll(async () => {
  await gateway.stop();
  await rm(folder, { recursive: true });
});

/** As sent, without a client that tidies the path first. */
const statusOf = (path: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    const { hostname, port } = new URL(gateway.url);
    request({ hostname, port, path }, (answer) => resolve(answer.resume().statusCode))
      .once('error', reject)
      .end();
  });

describe('the console', () => {
  it.each([
    { path: '/', type: 'text/html; charset=utf-8', kept: 'no-cache' },
    { path: '/?road=agent&state=attention', type: 'text/html; charset=utf-8', kept: 'no-cache' },
    { path: '/color-scheme.js', type: 'application/javascript; charset=utf-8', kept: 'no-cache' },
    {
      path: '/assets/index-abc123.js',
      type: 'application/javascript; charset=utf-8',
      kept: 'public, max-age=31536000, immutable',
    },
  ])('answers $path to everybody, kept as "$kept"', async ({ path, type, kept }) => {
    const { status, headers } = await fetch(gateway.url + path);
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([200, type, kept]);
  });

  it('runs only its own scripts, in nobody’s frame', async () => {
    const { headers } = await fetch(gateway.url);
    expect(headers.get('content-security-policy')?.split(';').sort()).toEqual([
      "base-uri 'none'",
      "default-src 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
      "img-src 'self' data:",
      "object-src 'none'",
      "style-src 'self' 'unsafe-inline'",
    ]);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it.each(['/../secret.txt', '/..%2fsecret.txt', '/assets/..%2f..%2fsecret.txt', '/secret.txt', '/assets/'])(
    'has nothing at %s',
    async (path) => {
      expect(await statusOf(path)).toBeGreaterThanOrEqual(400);
      expect(await statusOf(path)).toBeLessThan(500);
    },
  );

  it('says as a problem that there is nothing', async () => {
    const answer = await fetch(`${gateway.url}/nothing`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  });
});
