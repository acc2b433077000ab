/** `1 target needs a person`, `2 targets need a person`. */
export const attentionSentence = (targets: number) =>
  targets === 1 ? '1 target needs a person' : `${targets} targets need a person`;
