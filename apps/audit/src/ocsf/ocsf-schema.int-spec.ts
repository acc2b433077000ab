import type { AuditEntry } from '@trivium/contracts';
import { ocsfSchemas } from '@trivium/testing';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { ocsfWords } from './ocsf-words.js';
import { toOcsf } from './to-ocsf.js';

const version = '1.5.0';
const schemas = await ocsfSchemas(version);
if (!schemas)
  process.stderr.write(
    'SKIPPED: OCSF is not checked, for there is no python3 with pip to fetch its schema\n',
  );
// A developer may be without python; CI may not, and fails.
const withSchemas = schemas || process.env.CI ? describe : describe.skip;

const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
const validators = new Map<number, ValidateFunction>();
function faults(event: { readonly class_uid: number }): unknown[] {
  const known = validators.get(event.class_uid);
  const validate = known ?? ajv.compile(schemas?.classes[event.class_uid] ?? false);
  validators.set(event.class_uid, validate);
  return validate(event)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message, params }) => ({ instancePath, message, params }));
}

const full: AuditEntry = {
  ...{ entryId: 'e-1', at: '2026-01-05T09:30:00.125Z', service: 'workforce', road: 'workforce' },
  ...{ action: 'access.verified', outcome: 'success', target: 'orders-db', account: 'p_1', reason: 'left' },
  actor: { id: 'hr', kind: 'feed' },
  subject: { id: 'per_1', kind: 'person', label: 'Ines Example' },
  revocationId: 'rev_00000000-0000-7000-8000-000000000001' as never,
  chain: ['per_1:1'],
  detail: { attempts: 1, code: 'ok', last: true },
  ...{ evidenceDigest: 'ab'.repeat(32), traceId: '0'.repeat(32), policyVersion: '2026.11.1+ab' },
};
const { entryId, at, service, actor, subject } = full;
const bare = {
  entryId,
  at,
  service,
  actor,
  subject: { id: subject.id, kind: subject.kind },
  outcome: 'success' as const,
};
const machine = { ...bare, subject: { id: 'crd_1', kind: 'credential' } };
const logged = new Date('2026-01-05T09:30:00.200Z');
const actions = [...Object.keys(ocsfWords), 'something.new'];

withSchemas('what the SOC hears, by the schema that OCSF publishes', () => {
  it.each(actions.map((action) => ({ action })))(
    '$action is valid, with all that it may carry and with nothing of it',
    ({ action }) => {
      expect(faults(toOcsf({ ...full, action }, logged))).toEqual([]);
      for (const entry of [bare, machine]) expect(faults(toOcsf({ ...entry, action }, logged))).toEqual([]);
    },
  );

  it.each(actions.map((action) => ({ action })))(
    '$action has the words of its class, activity, severity and status',
    ({ action }) => {
      const event = toOcsf({ ...full, action }, logged);
      const cls = Object.values(schemas!.published).find(({ uid }) => uid === event.class_uid)!;
      const caption = (name: string) => cls.attributes[name]?.enum?.[String(event[name])]?.caption;
      expect(event.class_name).toBe(cls.caption);
      expect(event.type_uid).toBe(event.class_uid * 100 + event.activity_id);
      expect(event.severity).toBe(caption('severity_id'));
      expect(event.status).toBe(caption('status_id'));
      if (event.activity_id !== 99) expect(event.activity_name).toBe(caption('activity_id'));
      expect(event.type_name).toBe(`${cls.caption}: ${String(event.activity_name)}`);
      expect(event.category_name).toBe(caption('category_uid'));
    },
  );

  it('is valid whoever did what to whom', () => {
    const text = fc.string({ maxLength: 40 });
    const entries = fc.record(
      {
        ...{ entryId: text, service: text, target: text, account: text, reason: text, evidenceDigest: text },
        at: fc
          .date({ noInvalidDate: true, min: new Date(0), max: new Date('2099-01-01') })
          .map((date) => date.toISOString()),
        action: fc.oneof(fc.constantFrom(...actions), text),
        outcome: fc.constantFrom('success', 'failure', 'ignored', 'unknown'),
        actor: fc.record({
          id: text,
          kind: fc.constantFrom('person', 'nhi', 'agent', 'feed', 'system', 'caller'),
        }),
        subject: fc.record({ id: text, kind: text, label: text }, { requiredKeys: ['id', 'kind'] }),
        chain: fc.array(text),
        detail: fc.dictionary(text, fc.oneof(text, fc.integer(), fc.boolean())),
      },
      { requiredKeys: ['entryId', 'service', 'at', 'action', 'outcome', 'actor', 'subject'] },
    );
    fc.assert(
      fc.property(entries, (entry) => expect(faults(toOcsf(entry as AuditEntry, logged))).toEqual([])),
    );
  });
});
