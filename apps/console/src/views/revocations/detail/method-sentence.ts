const sentences: Readonly<Record<string, string>> = {
  'login-attempt': 'Tried to sign in with the old access',
  inspection: 'Inspected the target',
  acknowledgement: 'Took the target’s own acknowledgement',
  'token-exchange': 'Tried to exchange the old access for a token',
};

/** How the old access was tried. A method that this page does not know is named as the road names it. */
export function methodSentence(method: string | undefined): string {
  if (method === undefined) return 'not tried yet';
  return sentences[method] ?? method;
}
