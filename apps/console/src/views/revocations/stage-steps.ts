import { revocationStages, type RevocationStage, type RevocationView } from '@trivium/contracts';
import { stageTimes } from './stage-times.js';

export interface StageStep {
  readonly stage: RevocationStage;
  readonly label: string;
  readonly state: 'reached' | 'next' | 'later';
  /** When it was reached; ISO. */
  readonly at: string | undefined;
  /** Milliseconds since the event; 0 for the event itself. */
  readonly afterMs: number | undefined;
}

const labels: Readonly<Record<RevocationStage, string>> = {
  received: 'Event',
  contained: 'Contained',
  eradicated: 'Eradicated',
  verified: 'Verified',
};

/** The four steps of one revocation, as far as they are known. */
export function stageSteps(view: RevocationView): readonly StageStep[] {
  const at = {
    received: view.eventAt,
    contained: view.containedAt,
    eradicated: view.eradicatedAt,
    verified: view.verifiedAt,
  };
  const after = { received: 0, ...stageTimes(view) };
  const reached = revocationStages.indexOf(view.stage);
  return revocationStages.map((stage, index) => ({
    stage,
    label: labels[stage],
    state: index <= reached ? 'reached' : index === reached + 1 ? 'next' : 'later',
    at: at[stage],
    afterMs: after[stage],
  }));
}
