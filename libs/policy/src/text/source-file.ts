import type { Place } from './finding.js';

/** One governance file: its path inside the folder, with `/`, and its text with line feeds. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The place of a character of the file. */
export function placeAt({ path, text }: SourceFile, offset: number): Place {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { file: path, line: before.split('\n').length, column: offset - lineStart + 1 };
}

/** The character at which the given UTF-8 byte of the text begins; Cedar counts bytes. */
export function characterAt(text: string, byte: number): number {
  return Buffer.from(text, 'utf8').subarray(0, byte).toString('utf8').length;
}
