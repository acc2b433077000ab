import { randomUUID } from 'node:crypto';
import { closeSync, fdatasync, ftruncateSync, openSync, rmSync, writeSync } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { longestOf, SharedLines, type LeaningLine } from './shared-lines.js';
import { ifThere } from './spooled-file.js';

export interface SpoolLog {
  error(fields: object, message: string): void;
}

export interface SpoolOptions {
  /** What all files together may hold, in bytes; nothing is appended beyond. */
  readonly maxBytes: number;
  /** How long a file of another process must rest before it counts as left behind, in milliseconds. */
  readonly abandonedMs?: number;
  readonly log: SpoolLog;
}

interface Waiting {
  readonly line: string | LeaningLine;
  readonly synced: boolean;
  readonly resolve: (isKept: boolean) => void;
}

interface OpenFile {
  readonly name: string;
  readonly fd: number;
  readonly openedAt: number;
  readonly lines: SharedLines;
  bytes: number;
  /** Resolves when nobody waits for its disk any more; only then is it closed. */
  syncing: Promise<void>;
}

const suffix = '.spool';
const usualAbandonedMs = 10_000;
const sync = promisify(fdatasync);

/**
 * Lines on disk until somebody has taken them. Whoever appends waits for one write, which all lines of a turn share. It is done on this
 * thread: into the page cache it takes microseconds, and a thread of the pool has to be woken for it, which on a busy machine takes the
 * answers of a whole turn milliseconds. A process that is killed loses no line that was kept, and its successor finds what it left behind.
 * A run of a process writes files of its own, so that several may share a folder.
 */
export class Spool {
  readonly run = randomUUID();
  readonly #waiting: Waiting[] = [];
  readonly #sealed: string[] = [];
  #sequence = 0;
  #held: number;
  #file: OpenFile | undefined;

  private constructor(
    private readonly folder: string,
    private readonly options: SpoolOptions,
    held: number,
  ) {
    this.#held = held;
  }

  /** Throws when the folder cannot be made or written. */
  static async open(folder: string, options: SpoolOptions): Promise<Spool> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const sizes = await Promise.all((await filesIn(folder)).map((name) => sizeOf(join(folder, name))));
    const held = sizes.reduce((sum, size) => sum + size, 0);
    const spool = new Spool(folder, options, held);
    spool.#current();
    return spool;
  }

  /** Bytes that nobody has taken yet. */
  get bytes(): number {
    return this.#held;
  }

  /** Whether the line is kept: false when there is no room or the disk refuses it. `synced` waits until it survives a loss of power, too. */
  append(
    line: string | LeaningLine,
    { synced = false }: { readonly synced?: boolean } = {},
  ): Promise<boolean> {
    return new Promise((resolve) => {
      this.#waiting.push({ line, synced, resolve });
      if (this.#waiting.length === 1) setImmediate(() => this.#writeWaiting());
    });
  }

  /** Ends the file that is written to, and names all that can be taken, oldest first. */
  async sealed(): Promise<readonly string[]> {
    this.#seal();
    return [...this.#sealed, ...(await this.#leftBehind())].sort();
  }

  /** Where to read what `sealed` has named, with `spooledLines`. */
  pathOf(name: string): string {
    return join(this.folder, name);
  }

  /** Its lines have been taken. */
  async remove(name: string): Promise<void> {
    const path = join(this.folder, name);
    this.#held = Math.max(0, this.#held - (await sizeOf(path)));
    await rm(path, { force: true });
    const at = this.#sealed.indexOf(name);
    if (at >= 0) this.#sealed.splice(at, 1);
  }

  /** Resolves when the disk has nothing to do for it any more. */
  async close(): Promise<void> {
    const file = this.#file;
    this.#seal();
    await file?.syncing;
  }

  #writeWaiting(): void {
    const { fitting, rest } = fit(this.#waiting.splice(0), this.options.maxBytes - this.#held);
    for (const { resolve } of rest) resolve(false);
    if (fitting.length === 0) return;
    const file = this.#write(fitting.map(({ line }) => line));
    const synced = fitting.filter((one) => one.synced);
    for (const one of fitting) if (!file || !one.synced) one.resolve(file !== undefined);
    if (file && synced.length > 0) void this.#sync(file, synced);
  }

  /** The file that has the lines now; undefined, and none has, when the disk refuses. */
  #write(lines: readonly (string | LeaningLine)[]): OpenFile | undefined {
    try {
      const file = this.#current();
      const bytes = Buffer.from(lines.map((line) => file.lines.textOf(line)).join(''));
      if (writeSync(file.fd, bytes) !== bytes.length)
        throw new Error('the disk took only a part of what was written');
      file.bytes += bytes.length;
      this.#held += bytes.length;
      return file;
    } catch (error) {
      this.options.log.error({ err: error }, 'the spool cannot be written');
      this.#abandon();
      return undefined;
    }
  }

  /** Without its folder a file that was just made may be gone after a loss of power, whatever was written to it. */
  async #sync(file: OpenFile, waiting: readonly Waiting[]): Promise<void> {
    const syncing = file.syncing.then(() => sync(file.fd)).then(() => syncFolder(this.folder));
    const isKept = syncing.then(
      () => true,
      (error: unknown) => {
        this.options.log.error({ err: error }, 'the spool cannot be synced');
        return false;
      },
    );
    file.syncing = isKept.then(() => undefined);
    const kept = await isKept;
    for (const { resolve } of waiting) resolve(kept);
  }

  /** A process that stood still for so long that others take its file for left behind begins another. */
  #current(): OpenFile {
    if (this.#file && Date.now() - this.#file.openedAt > this.#abandonedMs / 2) this.#seal();
    if (this.#file) return this.#file;
    const openedAt = Date.now();
    const name = `${openedAt}-${String((this.#sequence += 1)).padStart(8, '0')}-${this.run}${suffix}`;
    const fd = openSync(join(this.folder, name), 'ax', 0o600);
    return (this.#file = {
      name,
      fd,
      openedAt,
      lines: new SharedLines(),
      bytes: 0,
      syncing: Promise.resolve(),
    });
  }

  #seal(): void {
    const file = this.#file;
    if (!file) return;
    this.#file = undefined;
    if (file.bytes > 0) this.#sealed.push(file.name);
    else rmSync(join(this.folder, file.name), { force: true });
    void file.syncing.then(() => closeSync(file.fd));
  }

  /** What the failed write left behind is cut off, so that the record never says what nobody was answered. */
  #abandon(): void {
    try {
      if (this.#file) ftruncateSync(this.#file.fd, this.#file.bytes);
      this.#seal();
    } catch (error) {
      this.options.log.error({ err: error }, 'a file of the spool may end in lines that count as lost');
    }
  }

  /** Of other runs, which write to a file for a moment only: one that has rested for long has nobody any more. */
  async #leftBehind(): Promise<readonly string[]> {
    const names = (await filesIn(this.folder)).filter((name) => !name.includes(this.run));
    const changes = await Promise.all(names.map((name) => changedAt(join(this.folder, name))));
    const before = Date.now() - this.#abandonedMs;
    return names.filter((_, at) => (changes[at] ?? Infinity) < before);
  }

  get #abandonedMs(): number {
    return this.options.abandonedMs ?? usualAbandonedMs;
  }
}

/** The first lines that fit in the room that there is. */
function fit(lines: readonly Waiting[], room: number) {
  let left = room;
  const end = lines.findIndex(({ line }) => (left -= longestOf(line)) < 0);
  return end < 0 ? { fitting: lines, rest: [] } : { fitting: lines.slice(0, end), rest: lines.slice(end) };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

async function filesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith(suffix));
}

const sizeOf = (path: string) =>
  ifThere(
    stat(path).then(({ size }) => size),
    0,
  );
const changedAt = (path: string) =>
  ifThere<number | undefined>(
    stat(path).then(({ mtimeMs }) => mtimeMs),
    undefined,
  );
