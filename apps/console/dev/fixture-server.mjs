/**
 * A gateway for developing and testing the page: `node dev/fixture-server.mjs [--scene calm|busy|empty] [--port 7410]`, then
 * `TRIVIUM_CONSOLE_API=http://127.0.0.1:7410 npx vite`, or open its own address to see `dist/` under the content security policy.
 * Sign in as `admin` with the password `fixture`. It belongs to development only and is not part of what is built.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createScene } from './scene.mjs';
import { jwksOf } from './signing.mjs';
import { createStream } from './stream.mjs';

const dist = join(import.meta.dirname, '..', 'dist');
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const policy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

function answer(response, status, body, headers = {}) {
  const problem = status >= 400;
  response.writeHead(status, {
    'content-type': problem ? 'application/problem+json' : 'application/json',
    ...headers,
  });
  response.end(
    body === undefined
      ? undefined
      : JSON.stringify(problem ? { type: 'about:blank', status, ...body } : body),
  );
}

async function serveFile(path, response) {
  const file = normalize(join(dist, path === '/' ? 'index.html' : path));
  if (!file.startsWith(dist)) return answer(response, 404, { title: 'Not found' });
  try {
    const content = await readFile(file);
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': policy,
    });
    response.end(content);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    answer(response, 404, { title: 'Not found' });
  }
}

function createApi(scene, stream, down) {
  const sessions = new Set();
  const cookieOf = (request) => /trivium_session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1];

  async function signIn(request, response) {
    const { username, password } = JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString());
    if (username !== 'admin' || password !== 'fixture')
      return answer(response, 401, { title: 'Wrong user name or password' });
    const id = randomUUID();
    sessions.add(id);
    answer(response, 204, undefined, {
      'set-cookie': `trivium_session=${id}; HttpOnly; SameSite=Strict; Path=/`,
    });
  }

  function session(request, response) {
    if (request.method === 'POST') return signIn(request, response);
    if (request.method === 'DELETE') sessions.delete(cookieOf(request));
    if (request.method === 'DELETE') return answer(response, 204);
    if (!sessions.has(cookieOf(request))) return answer(response, 401, { title: 'Not signed in' });
    answer(response, 200, { subject: 'admin', roles: ['admin'] });
  }

  function list(road, query, response) {
    const limit = Number(query.get('limit') ?? 50);
    const before = Number(query.get('before') ?? Infinity);
    const own = scene.stories.filter((story) => story.base.road === road && story.eventAt < before);
    const page = own.sort((a, b) => b.eventAt - a.eventAt).slice(0, limit);
    const next = own.length > limit ? String(page.at(-1).eventAt) : undefined;
    answer(response, 200, { items: page.map((story) => story.view(Date.now())), next });
  }

  function detail(revocationId, response) {
    const story = scene.stories.find(({ base }) => base.revocationId === revocationId);
    if (!story) return answer(response, 404, { title: 'No such revocation' });
    const now = Date.now();
    answer(response, 200, { ...story.view(now), receipts: story.receipts(now) });
  }

  return (request, response, url) => {
    if (url.pathname === '/v1/session') return session(request, response);
    const [, road, what, id] = url.pathname.slice(1).split('/');
    if (what === '.well-known') return answer(response, 200, jwksOf(road));
    if (!sessions.has(cookieOf(request))) return answer(response, 401, { title: 'Not signed in' });
    if (url.pathname === '/v1/stream') return stream.join(request, response);
    if (down.has(road))
      return answer(response, 503, { title: 'Unavailable', detail: `The ${road} service does not answer.` });
    return id ? detail(id, response) : list(road, url.searchParams, response);
  };
}

/** Starts a gateway for one scene. Roads in `down` answer 503. */
export async function startFixture({ scene: name = 'calm', port = 0, down = [] } = {}) {
  const scene = createScene(name);
  const stream = createStream(scene);
  const api = createApi(scene, stream, new Set(down));
  const server = createServer((request, response) => {
    const url = new URL(request.url, 'http://fixture');
    return url.pathname.startsWith('/v1/') ? api(request, response, url) : serveFile(url.pathname, response);
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port: server.address().port,
    address: `http://127.0.0.1:${server.address().port}`,
    play: stream.play,
    async close() {
      stream.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { scene: { type: 'string' }, port: { type: 'string' } } });
  const started = await startFixture({ scene: values.scene ?? 'calm', port: Number(values.port ?? 7410) });
  process.stdout.write(`fixture gateway: ${started.address} (admin / fixture)\n`);
}
