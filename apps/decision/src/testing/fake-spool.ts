import { SharedLines, type LeaningLine } from '../record/shared-lines.js';

/** A spool in memory that can be full. */
export class FakeSpool {
  readonly #shared = new SharedLines();
  #text = '';
  isFull = false;

  /** All of it as a file would hold it. */
  get lines(): readonly string[] {
    return this.#text.split('\n').slice(0, -1);
  }

  append(line: string | LeaningLine): Promise<boolean> {
    if (!this.isFull) this.#text += this.#shared.textOf(line);
    return Promise.resolve(!this.isFull);
  }
}
