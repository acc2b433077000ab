import { Secret } from '@trivium/credentials';
import { z } from 'zod';
import { sourceKinds, type WebhookSource } from './webhook-source.js';

/** The sources file says something that cannot be; the message names the file and every field. */
export class InvalidWebhookSources extends Error {
  readonly code = 'ERR_INVALID_WEBHOOK_SOURCES';
}

const schema = z.strictObject({
  sources: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[a-z0-9-]{1,60}$/, 'must be 1 to 60 lower-case letters, digits and dashes'),
        kind: z.enum(sourceKinds),
        secrets: z.array(z.instanceof(Secret)).min(1).max(2),
        toleranceSeconds: z.int().min(1).max(3_600).default(300),
      }),
    )
    .min(1),
});

/** Makes the sources out of the parsed file, in which secrets are resolved already. */
export function readSources(document: unknown, file: string): ReadonlyMap<string, WebhookSource> {
  const parsed = schema.safeParse(document, { reportInput: false });
  if (!parsed.success) throw new InvalidWebhookSources(`${file}: ${z.prettifyError(parsed.error)}`);
  return new Map(parsed.data.sources.map((source) => [source.name, source]));
}
