import type { RevocationStage, RevocationView } from '@trivium/contracts';

/** Milliseconds from the event to each stage that was reached. */
export type StageTimes = Readonly<Partial<Record<Exclude<RevocationStage, 'received'>, number>>>;

export const millisBetween = (from: string, to: string) => Date.parse(to) - Date.parse(from);

export function stageTimes(view: RevocationView): StageTimes {
  const since = (at: string) => millisBetween(view.eventAt, at);
  return {
    ...(view.containedAt && { contained: since(view.containedAt) }),
    ...(view.eradicatedAt && { eradicated: since(view.eradicatedAt) }),
    ...(view.verifiedAt && { verified: since(view.verifiedAt) }),
  };
}
