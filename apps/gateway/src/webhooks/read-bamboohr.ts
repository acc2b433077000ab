import { joinerReceivedV1, leaverReceivedV1 } from '@trivium/contracts';
import { personIdFor } from '@trivium/identity';
import { parseBody } from '@trivium/runtime';
import { z } from 'zod';
import { calendarDay, endInUtc, moment } from './fields.js';
import { fact, type Intake, type Normalisation, type Normalised } from './normalised.js';

const value = z
  .union([z.string(), z.number(), z.null()])
  .transform((one) => (one === null ? '' : String(one).trim()));
/** A field is sent as `{ value }`; some configurations send the bare value. */
const field = z.union([z.object({ value }).transform((one) => one.value), value]);

const id = z.union([z.string().min(1).max(200), z.number()]).transform(String);
const noDay = /^(0000-00-00)?$/;
const day = field.pipe(
  z.union([
    z
      .string()
      .regex(noDay)
      .transform(() => undefined),
    calendarDay,
  ]),
);

const employee = z.object({
  id,
  action: z.enum(['Created', 'Updated', 'Deleted']),
  changedFields: z.array(z.string()).default([]),
  fields: z.object({ terminationDate: day.optional() }).catchall(field).default({}),
});
const withFields = z.object({ employees: z.array(employee).min(1).max(1_000) });

const withEvent = z.object({
  type: z.string(),
  timestamp: moment,
  data: z.object({ employee_id: id }),
});

type Employee = z.output<typeof employee>;

const gone = new Set(['inactive', 'terminated']);
/** After a change of one of these, who is active was hired; after any other, only the profile is new. */
const hiring = new Set(['status', 'employmentStatus', 'hireDate']);

/** BambooHR's webhook: the monitored fields of each changed employee, or the newer event that names one employee. */
export function readBambooHr(body: unknown, intake: Intake): Normalisation {
  if (typeof body === 'object' && body !== null && 'type' in body) return readEvent(body, intake);
  const { employees } = parseBody(withFields, body);
  const events = employees.flatMap((one) => readEmployee(one, intake));
  return { events, ignored: employees.length - events.length };
}

/** Of the newer events only a deletion says by itself that somebody left; the others name fields and no values. */
function readEvent(body: unknown, intake: Intake): Normalisation {
  const { type, timestamp, data } = parseBody(withEvent, body);
  if (type !== 'employee.deleted') return { events: [], ignored: 1 };
  return { events: [leaver(data.employee_id, new Date(timestamp), intake)], ignored: 0 };
}

/** Somebody who is inactive already has no later end; a last day of somebody active is announced. */
function readEmployee(
  { id: externalId, action, changedFields, fields }: Employee,
  intake: Intake,
): Normalised[] {
  const { terminationDate, ...others } = fields;
  const status = (others.status ?? others.employmentStatus ?? '').toLowerCase();
  if (action === 'Deleted' || gone.has(status)) return [leaver(externalId, intake.receivedAt, intake)];
  if (terminationDate) return [leaver(externalId, intake.receivedAt, intake, terminationDate)];
  if (action !== 'Created' && status !== 'active') return [];
  const kind = action === 'Created' || changedFields.some((name) => hiring.has(name)) ? 'hire' : 'profile';
  return [joiner(externalId, kind, others, intake)];
}

function leaver(
  externalId: string,
  occurredAt: Date,
  { source, receivedAt }: Intake,
  lastDay?: string,
): Normalised {
  const data = {
    personId: personIdFor(source, externalId),
    source,
    externalId,
    occurredAt: occurredAt.toISOString(),
    effectiveAt: (lastDay ? endInUtc(lastDay) : occurredAt).toISOString(),
    receivedAt: receivedAt.toISOString(),
    ...(lastDay && { lastDay }),
  };
  return fact(leaverReceivedV1, data, occurredAt);
}

function joiner(
  externalId: string,
  kind: 'hire' | 'profile',
  fields: Readonly<Record<string, string | undefined>>,
  { source, receivedAt }: Intake,
): Normalised {
  const at = receivedAt.toISOString();
  const named = [fields.preferredName || fields.firstName, fields.lastName].filter(Boolean).join(' ');
  const data = {
    personId: personIdFor(source, externalId),
    source,
    externalId,
    kind,
    occurredAt: at,
    receivedAt: at,
    displayName: (fields.displayName || named || `Employee ${externalId}`).slice(0, 200),
    ...(fields.workEmail && { email: fields.workEmail.slice(0, 320) }),
    ...(fields.department && { department: fields.department.slice(0, 200) }),
    ...(fields.jobTitle && { jobTitle: fields.jobTitle.slice(0, 200) }),
    ...(fields.location && { location: fields.location.slice(0, 200) }),
  };
  return fact(joinerReceivedV1, data, receivedAt);
}
