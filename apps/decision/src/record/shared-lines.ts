/** A line that is whole only together with another, which many lean on. */
export interface LeaningLine {
  readonly text: string;
  /** MUST NOT begin with a digit. */
  readonly shared: string;
}

/** Lines of one file, in which what many share stands once, before the first that leans on it. */
export class SharedLines {
  readonly #numbers = new Map<string, number>();

  /** As it is written: one line, or two where it is the first to lean on its other part. */
  textOf(line: string | LeaningLine): string {
    if (typeof line === 'string') return `${line}\n`;
    const known = this.#numbers.get(line.shared);
    const number = known ?? this.#numbers.size;
    if (known === undefined) this.#numbers.set(line.shared, number);
    return `${known === undefined ? `${line.shared}\n` : ''}${number}\t${line.text}\n`;
  }
}

/** The most that the line can take. */
export function longestOf(line: string | LeaningLine): number {
  const digits = 12;
  if (typeof line === 'string') return Buffer.byteLength(line) + 1;
  return Buffer.byteLength(line.shared) + Buffer.byteLength(line.text) + digits;
}

/** A line that was read: what it leans on, by its number among the shared ones of the file; undefined where it leans on none. */
export function readLine(line: string): { readonly leansOn: number | undefined; readonly text: string } {
  const [, number, text] = /^(\d+)\t(.*)$/.exec(line) ?? [];
  return text === undefined ? { leansOn: undefined, text: line } : { leansOn: Number(number), text };
}
