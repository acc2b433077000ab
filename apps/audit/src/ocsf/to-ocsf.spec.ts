import type { AuditEntry } from '@trivium/contracts';
import { ocsfWords } from './ocsf-words.js';
import { toOcsf } from './to-ocsf.js';

const entry = (action: string, over: Partial<AuditEntry> = {}): AuditEntry => ({
  entryId: 'e-1',
  at: '2026-01-05T09:30:00.125Z',
  service: 'workforce',
  action,
  outcome: 'success',
  actor: { id: 'trivium', kind: 'system' },
  subject: { id: 'per_1', kind: 'person', label: 'Ines Example' },
  ...over,
});
const logged = new Date('2026-01-05T09:30:00.200Z');

describe('an entry, as a SOC hears it', () => {
  const unknown = ['something.new', 'toString', 'constructor', '__proto__'];
  it.each([...Object.keys(ocsfWords), ...unknown].map((action) => ({ name: action, action })))(
    '$name has the type of its class and activity',
    ({ action }) => {
      const event = toOcsf(entry(action), logged);
      expect(event.type_uid).toBe(event.class_uid * 100 + event.activity_id);
      expect(Math.floor(event.class_uid / 1000)).toBe(event.category_uid);
      expect(event).toMatchObject({
        time: Date.UTC(2026, 0, 5, 9, 30, 0, 125),
        metadata: { uid: 'e-1', event_code: action },
      });
    },
  );

  it('keeps what belongs together under one correlation, and what OCSF has no word for beside it', () => {
    const event = toOcsf(
      entry('access.verified', {
        revocationId: 'rev_1' as never,
        chain: ['per_1:1'],
        policyVersion: '2026.1.1+x',
      }),
      logged,
    );
    expect(event).toMatchObject({
      metadata: { correlation_uid: 'rev_1' },
      unmapped: { chain: ['per_1:1'], policy_version: '2026.1.1+x' },
    });
  });

  it('says even what it has no word for', () => {
    expect(toOcsf(entry('something.new'), logged)).toMatchObject({
      class_uid: 3004,
      activity_id: 99,
      metadata: { event_code: 'something.new' },
    });
  });
});
