import type { Role } from '@trivium/runtime';
import type { RunningGateway } from './running-gateway.contract.js';

export type Json = Record<string, unknown>;

/** Somebody outside with whatever proves who they are. */
export class Visitor {
  constructor(
    private readonly url: string,
    readonly headers: Readonly<Record<string, string>>,
  ) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.url + path, { headers: { ...this.headers, ...headers } });
  }

  send(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const json =
      body === undefined
        ? {}
        : {
            body: typeof body === 'string' ? body : JSON.stringify(body),
            headers: { 'content-type': 'application/json' },
          };
    return fetch(this.url + path, {
      method,
      ...json,
      headers: { ...json.headers, ...this.headers, ...headers },
    });
  }
}

export const stranger = (gateway: RunningGateway) => new Visitor(gateway.url, {});

/** A browser in which the administrator has signed in. */
export const administrator = (gateway: RunningGateway): Promise<Visitor> =>
  signedIn(gateway, { username: 'admin', password: gateway.password });

/** A browser in which somebody has signed in. */
export async function signedIn(gateway: RunningGateway, body: Json): Promise<Visitor> {
  const answer = await stranger(gateway).send('POST', '/v1/session', body);
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0];
  if (answer.status !== 204 || !cookie) throw new Error(`sign-in answered ${answer.status}`);
  return new Visitor(gateway.url, { cookie, origin: gateway.url });
}

/** A script with a token of its own. */
export async function script(gateway: RunningGateway, roles: readonly Role[], expiresAt?: Date) {
  const admin = await administrator(gateway);
  const answer = await admin.send('POST', '/v1/api-tokens', { name: 'spec', roles, expiresAt });
  const { token, apiTokenId } = (await answer.json()) as { token: string; apiTokenId: string };
  return { admin, apiTokenId, visitor: new Visitor(gateway.url, { authorization: `Bearer ${token}` }) };
}

/** Status, media type and code of a refusal. */
export async function refusal(answer: Response): Promise<readonly [number, string | null, unknown]> {
  const { code } = (await answer.json()) as Json;
  return [answer.status, answer.headers.get('content-type'), code];
}

export const problem = (status: number, code: string) => [status, 'application/problem+json', code] as const;
