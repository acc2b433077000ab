import type { EventDefinition, EventData } from '@trivium/contracts';
import type { z } from 'zod';

/** A fact in our words, ready to be published. */
export interface Normalised<Schema extends z.ZodObject = z.ZodObject> {
  readonly definition: EventDefinition<Schema>;
  readonly data: z.infer<Schema>;
  readonly occurredAt: Date;
}

export interface Normalisation {
  readonly events: readonly Normalised[];
  /** What was sent and concerns no road. */
  readonly ignored: number;
}

export function fact<Schema extends z.ZodObject>(
  definition: EventDefinition<Schema>,
  data: EventData<EventDefinition<Schema>>,
  occurredAt: Date,
): Normalised {
  return { definition, data, occurredAt };
}

export interface Intake {
  readonly source: string;
  readonly receivedAt: Date;
  readonly event?: string;
}
