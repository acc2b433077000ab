import { parse } from 'node:querystring';
import { presentedClient, type PresentedClient } from '../token/token-request.js';

const field = 'token=';

export interface IntrospectionRequest {
  /** Undefined when it is missing or sent twice. */
  readonly token: string | undefined;
  /** How the caller proves itself in the form, where it does. */
  readonly client?: PresentedClient;
}

/** A form that holds one field and nothing to decode, which is nearly every one: searching costs a tenth of parsing. */
function isPlain(form: string): boolean {
  return form.startsWith(field) && !['&', '%', '+'].some((special) => form.includes(special));
}

/** Reads a form (RFC 7662 section 2.1); a hint is not needed. Throws `OAuthError` for a client that says twice who it is. */
export function readIntrospection(body: unknown): IntrospectionRequest {
  if (typeof body !== 'string') return { token: undefined };
  if (isPlain(body)) return { token: nonEmpty(body.slice(field.length)) };
  const form = parse(body);
  const client = presentedClient(form);
  return { token: nonEmpty(form.token), ...(client.assertion && { client }) };
}

function nonEmpty(token: string | string[] | undefined): string | undefined {
  return typeof token === 'string' && token !== '' ? token : undefined;
}
