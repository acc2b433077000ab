import { parse } from 'node:querystring';

const field = 'token=';

/** A form that holds one field and nothing to decode, which is nearly every one: searching costs a tenth of parsing. */
function isPlain(form: string): boolean {
  return form.startsWith(field) && !['&', '%', '+'].some((special) => form.includes(special));
}

/** The token to be introspected (RFC 7662 section 2.1); undefined when it is missing or sent twice. A hint is not needed. */
export function tokenOfForm(body: unknown): string | undefined {
  if (typeof body !== 'string') return undefined;
  const token = isPlain(body) ? body.slice(field.length) : parse(body).token;
  return typeof token === 'string' && token !== '' ? token : undefined;
}
