import {
  actNames,
  acts,
  newAct,
  connectionsEnd,
  openConnections,
  Ways,
  type Way,
} from '@trivium/connector-conformance';
import { TargetUnavailable, UnsupportedByTarget } from '@trivium/revocation';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';
import { TriviumConnector } from './trivium.connector.js';

const chain = { name: 'per_1:1,agt_1:1', entitlements: [] };
const briefMs = 300;
const assertionOf = (name: string) => `assertion-over-${name}`;

/** A token endpoint that knows which chains have ended, and answers as `decision` does (RFC 6749 section 5.2). */
class TokenEndpoint {
  readonly ended = new Set<string>();
  /** What it answers instead, while it is set. */
  instead: { readonly status: number; readonly body: string } | undefined;
  readonly #server: Server = createServer((request, response) => {
    void text(request).then((form) => {
      const { status, body } = this.instead ?? this.#judge(new URLSearchParams(form));
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
  });

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #judge(form: URLSearchParams) {
    const known = form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer';
    if (!known || form.get('assertion') !== assertionOf(chain.name))
      return { status: 400, body: JSON.stringify({ error: 'invalid_grant' }) };
    return this.ended.has(chain.name)
      ? { status: 400, body: JSON.stringify({ error: 'invalid_grant', trv_reason: 'contained' }) }
      : { status: 200, body: JSON.stringify({ access_token: 'a-token-of-the-spec', token_type: 'Bearer' }) };
  }
}

describe('Trivium’s own token endpoint as a target', () => {
  const endpoint = new TokenEndpoint();
  let ways: Ways;
  let connector: TriviumConnector;
  const at = (port: number) =>
    new TriviumConnector({
      target: 'trivium',
      tokenEndpoint: `http://127.0.0.1:${port}/oauth/token`,
      signProbe: async ({ name }) => assertionOf(name),
    });
  const through = async (way: Way) => at((await ways.address(way)).port);

  beforeAll(async () => {
    const port = await endpoint.start();
    ways = new Ways({ host: '127.0.0.1', port });
    connector = at(port);
  });
  beforeEach(() => {
    endpoint.ended.clear();
    endpoint.instead = undefined;
  });
  afterAll(async () => {
    await connector.close();
    await ways.close();
    endpoint.stop();
  });

  it('accepts an assertion over a living chain and refuses one over an ended chain', async () => {
    expect(await connector.verify(chain, undefined, newAct())).toMatchObject({ access: 'accepted' });
    endpoint.ended.add(chain.name);
    expect(await connector.verify(chain, undefined, newAct())).toEqual({
      access: 'refused',
      method: 'token-exchange',
      evidence: { status: 400, error: 'invalid_grant', reason: 'contained' },
    });
  });

  it('has nothing left to revoke: the marker has done it', async () => {
    expect((await connector.revoke(chain, newAct())).outcome).toBe('already');
  });

  it('sees an access that works, though not for this road', async () => {
    endpoint.instead = { status: 400, body: JSON.stringify({ error: 'unauthorized_client' }) };
    expect((await connector.verify(chain, undefined, newAct())).access).toBe('accepted');
  });

  it.each([
    { name: 'an assertion that is merely not valid', status: 400, body: '{"error":"invalid_grant"}' },
    { name: 'another reason', status: 400, body: '{"error":"invalid_grant","trv_reason":"stale"}' },
    { name: 'a failure', status: 500, body: '{"error":"server_error"}' },
    {
      name: 'a failure that looks like a refusal',
      status: 503,
      body: '{"error":"invalid_grant","trv_reason":"contained"}',
    },
    { name: 'a page of a proxy', status: 502, body: '<html>bad gateway</html>' },
    { name: 'nothing', status: 400, body: '' },
  ])('proves nothing by $name', async ({ status, body }) => {
    endpoint.instead = { status, body };
    await expect(connector.verify(chain, undefined, newAct())).rejects.toThrow(TargetUnavailable);
  });

  it.each(actNames.filter((act) => !['revoke', 'verify'].includes(act)))('cannot %s', async (act) => {
    await expect(acts[act](connector, chain, newAct())).rejects.toThrow(UnsupportedByTarget);
    expect(connector.unsupported).toContain(act);
  });

  it.each(['closed', 'silent', 'hangs up', 'babbles'] as const)(
    'proves nothing when it is "%s", shows no assertion and leaves no connection',
    async (kind) => {
      const before = openConnections();
      const distant = await through({ kind });
      const signal = AbortSignal.timeout(briefMs);
      const failure: unknown = await distant
        .verify(chain, undefined, newAct(signal))
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(TargetUnavailable);
      if (signal.aborted) expect(failure).toHaveProperty('cause', signal.reason);
      expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain(assertionOf(chain.name));
      await distant.close();
      await connectionsEnd(before);
    },
  );

  it.each(['revoke', 'verify'] as const)('does not begin to %s when its signal has ended', async (act) => {
    const reason = new Error('shutting down');
    const attempt = acts[act](connector, chain, newAct(AbortSignal.abort(reason)));
    await expect(attempt).rejects.toMatchObject({ code: 'ERR_TARGET_UNAVAILABLE', cause: reason });
  });

  it('leaves no connection once it is closed', async () => {
    const before = openConnections();
    const distant = await through({ kind: 'cut', after: Number.POSITIVE_INFINITY });
    await distant.verify(chain, undefined, newAct());
    await distant.close();
    await connectionsEnd(before);
  });
});
