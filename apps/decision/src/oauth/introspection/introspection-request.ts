import { parse } from 'node:querystring';

/** A form that holds one token and nothing to decode, which is nearly every one. */
const onlyToken = /^token=([\w.~-]+)$/;

/** The token to be introspected (RFC 7662 section 2.1); undefined when it is missing or sent twice. A hint is not needed. */
export function tokenOfForm(body: unknown): string | undefined {
  if (typeof body !== 'string') return undefined;
  const plain = onlyToken.exec(body)?.[1];
  if (plain !== undefined) return plain;
  const { token } = parse(body);
  return typeof token === 'string' && token !== '' ? token : undefined;
}
