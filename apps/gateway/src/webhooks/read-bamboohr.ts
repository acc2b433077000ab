import { joinerReceivedV1, leaverReceivedV1 } from '@trivium/contracts';
import { personIdFor } from '@trivium/identity';
import { parseBody } from '@trivium/runtime';
import { z } from 'zod';
import { fact, type Intake, type Normalisation, type Normalised } from './normalised.js';

const value = z
  .union([z.string(), z.number(), z.null()])
  .transform((one) => (one === null ? '' : String(one).trim()));
/** A field is sent as `{ value }`; some configurations send the bare value. */
const field = z.union([z.object({ value }).transform((one) => one.value), value]);

const employee = z.object({
  id: z.union([z.string().min(1).max(200), z.number()]).transform(String),
  action: z.enum(['Created', 'Updated', 'Deleted']),
  fields: z.record(z.string(), field).default({}),
});
const withFields = z.object({ employees: z.array(employee).min(1).max(1_000) });

const withEvent = z.object({
  type: z.string(),
  timestamp: z.iso.datetime({ offset: true }),
  data: z.object({ employee_id: z.union([z.string().min(1).max(200), z.number()]).transform(String) }),
});

type Employee = z.output<typeof employee>;

const gone = new Set(['inactive', 'terminated']);
const empty = /^(0000-00-00)?$/;

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
  return { events: [leaver(data.employee_id, new Date(timestamp), new Date(timestamp), intake)], ignored: 0 };
}

function readEmployee({ id, action, fields }: Employee, intake: Intake): Normalised[] {
  const status = (fields.status ?? fields.employmentStatus ?? '').toLowerCase();
  const ends = fields.terminationDate ?? '';
  if (action === 'Deleted' || gone.has(status))
    return [leaver(id, intake.receivedAt, endOf(ends, intake.receivedAt), intake)];
  if (!empty.test(ends)) return [leaver(id, intake.receivedAt, endOf(ends, intake.receivedAt), intake)];
  return action === 'Created' || status === 'active' ? [joiner(id, fields, intake)] : [];
}

/** A termination date is a day; somebody who is inactive already has no later end. */
function endOf(date: string, otherwise: Date): Date {
  const end = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(end.getTime()) || end < otherwise ? otherwise : end;
}

function leaver(
  externalId: string,
  occurredAt: Date,
  effectiveAt: Date,
  { source, receivedAt }: Intake,
): Normalised {
  const data = {
    personId: personIdFor(source, externalId),
    source,
    externalId,
    occurredAt: occurredAt.toISOString(),
    effectiveAt: effectiveAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
  };
  return fact(leaverReceivedV1, data, occurredAt);
}

function joiner(externalId: string, fields: Employee['fields'], { source, receivedAt }: Intake): Normalised {
  const at = receivedAt.toISOString();
  const named = [fields.preferredName || fields.firstName, fields.lastName].filter(Boolean).join(' ');
  const data = {
    personId: personIdFor(source, externalId),
    source,
    externalId,
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
