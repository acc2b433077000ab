const sentences: Readonly<Record<string, string>> = {
  ERR_TARGET_UNAVAILABLE: 'The target does not answer.',
  ERR_TARGET_REFUSED: 'The target refuses what Trivium asks of it; its administrative access needs a look.',
  ERR_UNSUPPORTED_BY_TARGET: 'The target cannot do this by itself; a person has to, and to confirm it.',
  ERR_EFFECT_NOT_PROVEN: 'The target took the order, but a trial shows that it had no effect.',
  ERR_ADDRESS_NOT_ALLOWED: 'The target’s address is not one that Trivium may call.',
  ERR_MARKERS_UNAVAILABLE: 'The store of what is denied does not answer; every use is denied meanwhile.',
  ERR_UNKNOWN: 'Something unforeseen happened; the log of this road says what.',
};

/** Why a target is not done, for who has to act; `undefined` for a code that this page does not know. */
export const errorSentence = (code: string): string | undefined => sentences[code];
