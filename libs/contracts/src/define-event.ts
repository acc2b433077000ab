import type { z } from 'zod';
import type { Topic } from './topics.js';

/** What the contract of one event says; `data` is strict when we write and tolerant of added fields when we read. */
export interface EventDefinition<Schema extends z.ZodObject = z.ZodObject> {
  /** CloudEvents `type`: the fact and its version, e.g. `workforce.leaver.received.v1`. */
  readonly type: string;
  readonly version: number;
  readonly topic: Topic;
  /** The partition key: the id of the identity whose order matters. */
  readonly key: (data: z.infer<Schema>) => string;
  readonly data: Schema;
  /** One sentence for the generated reference. */
  readonly summary: string;
}

export type EventData<Definition> =
  Definition extends EventDefinition<infer Schema> ? z.infer<Schema> : never;

export function defineEvent<Schema extends z.ZodObject>(definition: {
  type: string;
  version: number;
  topic: Topic;
  key: (data: z.infer<Schema>) => string;
  data: Schema;
  summary: string;
}): EventDefinition<Schema> {
  return { ...definition, type: `${definition.type}.v${definition.version}` };
}
