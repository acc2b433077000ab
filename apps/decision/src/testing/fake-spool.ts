/** A spool in memory that can be full. */
export class FakeSpool {
  readonly lines: string[] = [];
  isFull = false;

  append(line: string): Promise<boolean> {
    if (!this.isFull) this.lines.push(line);
    return Promise.resolve(!this.isFull);
  }
}
