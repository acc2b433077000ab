import { z } from 'zod';

const named = z.object({ name: z.string().optional(), uid: z.string().optional() });

/** The fields of an OCSF 1.5 event that a line shows. A SOC takes what it knows and ignores the rest. */
const shown = z.object({
  time: z.number(),
  class_name: z.string().default(''),
  activity_name: z.string().default(''),
  severity: z.string().default('Unknown'),
  status: z.string().default('Unknown'),
  status_detail: z.string().optional(),
  metadata: z.object({ event_code: z.string().optional(), correlation_uid: z.string().optional() }),
  user: named.optional(),
  entity: named.optional(),
  resource: named.optional(),
  resources: z.array(named).default([]),
  actor: z.object({ user: named }).optional(),
});
type Shown = z.output<typeof shown>;

export interface SocLine {
  readonly text: string;
  /** As OCSF captions it: `Informational`, `Low`, `Medium`, `High` … */
  readonly severity: string;
}

/** One event as one line: when, how bad, what, to whom and where, how it ended and why, who did it, and what it belongs to. */
export function socLine(event: unknown): SocLine {
  const known = shown.parse(event);
  const { time, severity, class_name, activity_name, metadata } = known;
  const parts = [
    new Date(time).toISOString(),
    severity.padEnd(13),
    `${class_name}: ${activity_name}`.padEnd(41),
    (metadata.event_code ?? '').padEnd(20),
    about(known),
    outcome(known),
    known.actor && `by ${nameOf(known.actor.user)}`,
    metadata.correlation_uid,
  ];
  const text = parts.filter((part) => part !== undefined && part !== '').join('  ');
  return { text: printable(text), severity };
}

const nameOf = ({ name, uid }: z.output<typeof named>) => name ?? uid ?? '–';

/** A finding's first resource is what it is about; everywhere else a resource is where it happened. */
function about({ user, entity, resource, resources }: Shown): string {
  const [subject, place] =
    user || entity ? [user ?? entity, resource ?? resources[0]] : [resources[0] ?? resource, undefined];
  return [subject, place].flatMap((one) => (one ? [nameOf(one)] : [])).join(' at ');
}

const outcome = ({ status, status_detail: why }: Shown) => (why ? `${status} (${why})` : status);

/** Names come from outside; none of them may move the cursor of whoever watches. */
const printable = (line: string) => line.replaceAll(/\p{Cc}/gu, '\uFFFD');
