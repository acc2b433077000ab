const sentences: Readonly<Record<string, string>> = {
  'login-attempt': 'Signed in with the old access',
  inspection: 'Looked at the target',
  acknowledgement: 'The target’s signed answer',
  'token-exchange': 'Exchanged the old chain for a token',
};

/** How the old access was tried. A method that this page does not know is named as the road names it. */
export function methodSentence(method: string | undefined): string {
  if (method === undefined) return 'not tried yet';
  return sentences[method] ?? method;
}
