/** Whether an error of the system, or of a child that ended, carries one of these codes. */
export function hasCode(error: unknown, ...codes: (string | number)[]): boolean {
  // No `instanceof`: errors of Node's own modules come from another realm when a spec runs this.
  const code: unknown = typeof error === 'object' && error && 'code' in error ? error.code : undefined;
  return codes.some((wanted) => wanted === code);
}
