import { revocationView, type RevocationView } from '@trivium/contracts';

/** A leaver for specs: contained after 4 ms, of 3 targets; every field can be given. */
export function sampleRevocation(given: Partial<RevocationView> = {}): RevocationView {
  return revocationView.parse({
    revocationId: 'rev_019ab000-0000-7000-8000-000000000001',
    road: 'workforce',
    subject: { id: 'per_019ab000-0000-5000-8000-000000000001', kind: 'person', label: 'Person 1001' },
    reason: 'left',
    eventAt: '2026-01-01T12:00:00.000Z',
    containedAt: '2026-01-01T12:00:00.004Z',
    stage: 'contained',
    targets: { total: 3, eradicated: 0, verified: 0, attention: 0 },
    ...given,
  });
}

export const sampleId = (n: number) =>
  `rev_019ab000-0000-7000-8000-${String(n).padStart(12, '0')}` as RevocationView['revocationId'];
