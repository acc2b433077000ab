import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

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
  readonly line: string;
  readonly synced: boolean;
  readonly resolve: (isKept: boolean) => void;
}

interface OpenFile {
  readonly name: string;
  readonly handle: FileHandle;
  readonly openedAt: number;
  bytes: number;
  /** The folder that holds its name is synced, too. */
  isNamed: boolean;
}

const suffix = '.spool';
const usualAbandonedMs = 10_000;

/**
 * Lines on disk until somebody has taken them. Whoever appends waits for the write, never for a disk that others wait for already: what comes
 * meanwhile is one write more. A process that is killed loses no line that was kept, and its successor finds what it left behind. A run
 * of a process writes files of its own, so that several may share a folder.
 */
export class Spool {
  readonly run = randomUUID();
  readonly #waiting: Waiting[] = [];
  #turn: Promise<void> = Promise.resolve();
  #isScheduled = false;
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
    const spool = new Spool(
      folder,
      options,
      sizes.reduce((sum, size) => sum + size, 0),
    );
    await spool.#current();
    return spool;
  }

  /** Bytes that nobody has taken yet. */
  get bytes(): number {
    return this.#held;
  }

  /** Whether the line is kept: false when there is no room or the disk refuses it. `synced` waits until it survives a loss of power, too. */
  append(line: string, { synced = false }: { readonly synced?: boolean } = {}): Promise<boolean> {
    return new Promise((resolve) => {
      this.#waiting.push({ line, synced, resolve });
      if (this.#isScheduled) return;
      this.#isScheduled = true;
      setImmediate(() => void this.#inTurn(() => this.#writeWaiting()));
    });
  }

  /** Ends the file that is written to, and names all that can be taken, oldest first. */
  sealed(): Promise<readonly string[]> {
    return this.#inTurn(async () => {
      await this.#seal();
      return this.#ready();
    });
  }

  /** What a file holds; a last line that was cut short was never kept. Empty for one that another process has taken. */
  async read(name: string): Promise<readonly string[]> {
    return (await textOf(join(this.folder, name))).split('\n').slice(0, -1);
  }

  /** Its lines have been taken. */
  async remove(name: string): Promise<void> {
    const path = join(this.folder, name);
    this.#held = Math.max(0, this.#held - (await sizeOf(path)));
    await rm(path, { force: true });
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#seal());
  }

  get #abandonedMs(): number {
    return this.options.abandonedMs ?? usualAbandonedMs;
  }

  /** Nothing is made, written, sealed or listed while another turn lasts: a file that is just being made must not look like one to take. */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(act);
    this.#turn = turn.then(
      () => {},
      () => {},
    );
    return turn;
  }

  async #writeWaiting(): Promise<void> {
    this.#isScheduled = false;
    const room = this.options.maxBytes - this.#held;
    const { fitting, rest } = fit(this.#waiting.splice(0), room);
    for (const { resolve } of rest) resolve(false);
    if (fitting.length === 0) return;
    const isKept = await this.#write(fitting);
    for (const { resolve } of fitting) resolve(isKept);
  }

  /** A write that failed may have left a part; nothing is written behind it. */
  async #write(lines: readonly Waiting[]): Promise<boolean> {
    const text = Buffer.from(lines.map(({ line }) => `${line}\n`).join(''));
    try {
      const file = await this.#current();
      writeWhole(file.handle.fd, text);
      if (lines.some(({ synced }) => synced)) await this.#sync(file);
      file.bytes += text.length;
      this.#held += text.length;
      return true;
    } catch (error) {
      this.options.log.error({ err: error }, 'the spool cannot be written');
      await this.#abandon();
      return false;
    }
  }

  /** Without its folder a file that was just made may be gone after a loss of power, whatever was written to it. */
  async #sync(file: OpenFile): Promise<void> {
    await file.handle.datasync();
    if (!file.isNamed) await syncFolder(this.folder);
    file.isNamed = true;
  }

  /** A process that stood still for so long that others take its file for left behind begins another. */
  async #current(): Promise<OpenFile> {
    if (this.#file && Date.now() - this.#file.openedAt > this.#abandonedMs / 2) await this.#seal();
    if (this.#file) return this.#file;
    const openedAt = Date.now();
    const name = `${openedAt}-${String((this.#sequence += 1)).padStart(8, '0')}-${this.run}${suffix}`;
    const handle = await open(join(this.folder, name), 'ax', 0o600);
    return (this.#file = { name, handle, openedAt, bytes: 0, isNamed: false });
  }

  async #seal(): Promise<void> {
    const file = this.#file;
    if (!file) return;
    this.#file = undefined;
    await file.handle.close();
    if (file.bytes === 0) await rm(join(this.folder, file.name), { force: true });
  }

  /** What the failed write left behind is cut off, so that the record never says what nobody was answered. */
  async #abandon(): Promise<void> {
    try {
      await this.#file?.handle.truncate(this.#file.bytes);
      await this.#seal();
    } catch (error) {
      this.options.log.error({ err: error }, 'a file of the spool may end in lines that count as lost');
    }
  }

  async #ready(): Promise<readonly string[]> {
    const names = await filesIn(this.folder);
    const ready = await Promise.all(names.map((name) => this.#isReady(name)));
    return names.filter((_, at) => ready[at]).sort();
  }

  async #isReady(name: string): Promise<boolean> {
    if (name.includes(this.run)) return name !== this.#file?.name;
    const changed = await changedAt(join(this.folder, name));
    return changed !== undefined && Date.now() - changed > this.#abandonedMs;
  }
}

/**
 * Into the page cache, on this thread: that takes microseconds, and a thread of the pool has to be woken for it, which on a busy machine
 * takes the answers of a whole turn milliseconds.
 */
function writeWhole(fd: number, text: Buffer): void {
  if (writeSync(fd, text) !== text.length) throw new Error('the disk took only a part of what was written');
}

/** The first lines that fit in the room that there is. */
function fit(lines: readonly Waiting[], room: number) {
  let left = room;
  const end = lines.findIndex(({ line }) => (left -= Buffer.byteLength(line) + 1) < 0);
  return end < 0 ? { fitting: lines, rest: [] } : { fitting: lines.slice(0, end), rest: lines.slice(end) };
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

async function filesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith(suffix));
}

const isGone = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';

async function ifThere<T>(found: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await found;
  } catch (error) {
    if (isGone(error)) return otherwise;
    throw error;
  }
}

const textOf = (path: string) => ifThere(readFile(path, 'utf8'), '');
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
