import type { RevocationView } from '@trivium/contracts';

/** `2 of 3 targets verified`, `3 targets verified`, `no target yet`. */
export function targetsSentence({ total, verified }: RevocationView['targets']): string {
  if (total === 0) return 'no target yet';
  const targets = total === 1 ? 'target' : 'targets';
  return verified === total ? `${total} ${targets} verified` : `${verified} of ${total} ${targets} verified`;
}
