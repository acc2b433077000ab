import type { RevocationDetail, RevocationView } from '@trivium/contracts';
import type { Road } from '@trivium/identity';
import { eventually } from './eventually.js';
import type { ExampleSystem } from './system.js';

/** Waits until the newest revocation of this subject is verified, and returns it with its receipts. */
export async function verifiedRevocation(
  system: ExampleSystem,
  road: Road,
  subjectId: string,
): Promise<RevocationDetail> {
  const { revocationId } = await eventually(`the verified revocation of ${subjectId}`, async () => {
    const views = await system.operator.list<RevocationView>(`/v1/${road}/revocations?limit=50`);
    return views.find(({ subject, stage }) => subject.id === subjectId && stage === 'verified');
  });
  return system.operator.get<RevocationDetail>(`/v1/${road}/revocations/${revocationId}`);
}

/** Milliseconds from the event to a stage. */
export function sinceEvent(view: RevocationView, stage: 'contained' | 'eradicated' | 'verified'): number {
  const at = view[`${stage}At`];
  return at ? Date.parse(at) - Date.parse(view.eventAt) : Number.NaN;
}
