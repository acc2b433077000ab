/** Whether a database keeps this text: U+0000 and halves of surrogate pairs are in no UTF-8 text. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000');
}

/**
 * The path to the first text or field name in a document that no database keeps; undefined where there is none.
 * The document MUST be of bounded depth (see `checkDepth`).
 */
export function unstorableAt(
  value: unknown,
  path: readonly PropertyKey[] = [],
): readonly PropertyKey[] | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : path;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    const found = isStorable(name) ? unstorableAt(inner, [...path, name]) : path;
    if (found) return found;
  }
  return undefined;
}
