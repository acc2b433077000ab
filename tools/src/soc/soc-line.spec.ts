import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { socLine } from './soc-line.js';

const at = { time: 1772439330125, severity: 'Medium', status: 'Success' };
const revocation = 'rev_019a2b3c-4d5e-7f60-8a1b-2c3d4e5f6078';

describe('a line for the SOC', () => {
  it.each([
    {
      name: 'says who lost what, where, and to which revocation it belongs',
      event: {
        ...at,
        class_name: 'Account Change',
        activity_name: 'Disable',
        status_detail: 'left',
        metadata: { event_code: 'access.eradicated', correlation_uid: revocation },
        user: { name: 'Kado Fela', uid: 'per_1' },
        resources: [{ name: 'orders-db' }],
        actor: { user: { name: 'workforce' } },
      },
      want: `2026-03-02T08:15:30.125Z  Medium  Account Change: Disable  access.eradicated  Kado Fela at orders-db  Success (left)  by workforce  ${revocation}`,
    },
    {
      name: 'says what a finding is about',
      event: {
        ...at,
        class_name: 'Detection Finding',
        activity_name: 'Create',
        metadata: { event_code: 'secret.leaked' },
        resources: [{ uid: 'nhi_1' }],
      },
      want: '2026-03-02T08:15:30.125Z  Medium  Detection Finding: Create  secret.leaked  nhi_1  Success',
    },
    {
      name: 'lets no name move the cursor',
      event: { ...at, metadata: {}, entity: { name: 'Kado\u001b[2J\u009b1A\nFela' } },
      want: '2026-03-02T08:15:30.125Z  Medium  :  Kado\uFFFD[2J\uFFFD1A\uFFFDFela  Success',
    },
  ])('$name', ({ event, want }) => {
    expect(socLine(event)).toEqual({ text: expect.any(String) as string, severity: 'Medium' });
    expect(socLine(event).text.replaceAll(/ {2,}/g, '  ')).toBe(want);
  });

  it('is there for the least that an event may hold', () => {
    const golden: unknown = JSON.parse(
      readFileSync(join('libs', 'contracts', 'golden', 'soc.ocsf.published.v1.json'), 'utf8'),
    );
    expect(socLine(golden).text).toMatch(/^2026-03-02T08:15:30\.125Z {2}Unknown/);
  });
});
