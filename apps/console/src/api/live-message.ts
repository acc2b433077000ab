import { instant, revocationView, type RevocationView } from '@trivium/contracts';
import { z } from 'zod';
import { jsonText } from './json-text.js';
import { lagReport, type LagEntry } from './lag.js';
import type { StreamEvent } from './sse-parser.js';

export type LiveMessage =
  | { readonly kind: 'hello'; readonly now: string }
  | { readonly kind: 'revocation'; readonly revocation: RevocationView }
  | { readonly kind: 'lag'; readonly entries: readonly LagEntry[] }
  | { readonly kind: 'unreadable'; readonly type: string };

const hello = z.object({ now: instant });

function parse<T>(event: StreamEvent, schema: z.ZodType<T>, make: (data: T) => LiveMessage): LiveMessage {
  const parsed = jsonText.pipe(schema).safeParse(event.data);
  return parsed.success ? make(parsed.data) : { kind: 'unreadable', type: event.type };
}

/** One event of the stream, checked; `undefined` for a type that this page does not know, which a newer gateway may send. */
export function parseLiveMessage(event: StreamEvent): LiveMessage | undefined {
  switch (event.type) {
    case 'hello':
      return parse(event, hello, ({ now }) => ({ kind: 'hello', now }));
    case 'revocation':
      return parse(event, revocationView, (revocation) => ({ kind: 'revocation', revocation }));
    case 'lag':
      return parse(event, lagReport, (entries) => ({ kind: 'lag', entries }));
    default:
      return undefined;
  }
}
