import { until } from '@trivium/testing';
import { appendFile, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spool } from './spool.js';
import { spooledLines } from './spooled-file.js';

let folder: string;
let errors: string[];
let opened: Spool[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trivium-spool-'));
  [errors, opened] = [[], []];
});
afterEach(async () => {
  for (const spool of opened) await spool.close();
  await rm(folder, { recursive: true, force: true });
});

const log = { error: (_: object, message: string) => void errors.push(message) };
async function open(maxBytes = 10_000, abandonedMs = 10_000): Promise<Spool> {
  const spool = await Spool.open(folder, { maxBytes, abandonedMs, log });
  opened.push(spool);
  return spool;
}

/** All that can be taken from it at this moment. */
async function taken(spool: Spool): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const name of await spool.sealed()) lines.push(...(await spooledLines(spool.pathOf(name))));
  return lines;
}
/** As if nobody had touched them for an hour. */
async function age(): Promise<void> {
  const then = new Date(Date.now() - 3_600_000);
  for (const name of await readdir(folder)) await utimes(join(folder, name), then, then);
}

describe('a spool', () => {
  it('keeps every line, in the order in which they came', async () => {
    const spool = await open();
    const lines = Array.from({ length: 100 }, (_, n) => `line ${n}`);
    const kept = await Promise.all(lines.map((line, n) => spool.append(line, { synced: n % 10 === 0 })));
    expect(kept.every((isKept) => isKept)).toBe(true);
    expect(await taken(spool)).toEqual(lines);
  });

  it('keeps what lines lean on once in each file, before the first of them', async () => {
    const spool = await open();
    const leaning = (text: string, on: string) => ({ text, shared: on });
    const append = (...lines: readonly ReturnType<typeof leaning>[]) =>
      Promise.all(lines.map((line) => spool.append(line)));
    await append(leaning('a', 'tone'), leaning('b', 'ttwo'), leaning('c', 'tone'));
    await append(leaning('d', 'ttwo'));
    expect(await taken(spool)).toEqual(['tone', '0\ta', 'ttwo', '1\tb', '0\tc', '1\td']);
    for (const name of await spool.sealed()) await spool.remove(name);
    await append(leaning('e', 'ttwo'));
    expect(await taken(spool)).toEqual(['ttwo', '0\te']);
  });

  it('gives what it keeps until somebody says that it is taken', async () => {
    const spool = await open();
    await spool.append('first');
    const [name = ''] = await spool.sealed();
    await spool.append('second');
    expect(await taken(spool)).toEqual(['first', 'second']);
    await spool.remove(name);
    expect(await taken(spool)).toEqual(['second']);
    for (const one of await spool.sealed()) await spool.remove(one);
    expect(spool.bytes).toBe(0);
    expect(await spool.sealed()).toEqual([]);
  });

  it('loses nothing while lines come and are taken at the same time', async () => {
    const spool = await open(1_000_000);
    const got: string[] = [];
    const take = async () => {
      for (const name of await spool.sealed()) {
        got.push(...(await spooledLines(spool.pathOf(name))));
        await spool.remove(name);
      }
    };
    const lines = Array.from({ length: 600 }, (_, n) => `line ${n}`);
    let appending = true;
    const taking = (async () => {
      while (appending) await take();
    })();
    for (const line of lines) expect(await spool.append(line)).toBe(true);
    appending = false;
    await taking;
    await take();
    expect(got).toEqual(lines);
  });

  it('refuses what is beyond its bounds and takes on again when there is room', async () => {
    const spool = await open(12);
    const answers = await Promise.all(['12345', '1234567', '1'].map((line) => spool.append(line)));
    expect(answers).toEqual([true, false, false]);
    expect(await spool.append('12345')).toBe(true);
    expect(await spool.append('1')).toBe(false);
    for (const name of await spool.sealed()) await spool.remove(name);
    expect(await spool.append('1')).toBe(true);
    expect(await taken(spool)).toEqual(['1']);
  });

  it('counts what a former process left behind, and gives it once that process must be gone', async () => {
    const killed = await open();
    await killed.append('kept before the kill');
    const successor = await open();
    expect(successor.bytes).toBe(killed.bytes);
    expect(await taken(successor)).toEqual([]);
    await age();
    await successor.append('new');
    expect(await taken(successor)).toEqual(['kept before the kill', 'new']);
  });

  it('does not give a line that was cut short, for nobody was answered by it', async () => {
    await writeFile(join(folder, '1-00000001-former.spool'), 'whole\nwhole too\ncut sh');
    await age();
    expect(await taken(await open())).toEqual(['whole', 'whole too']);
  });

  it('shares its folder: a file that another has taken meanwhile is empty', async () => {
    const [one, other] = [await open(), await open()];
    await one.append('of one');
    await one.close();
    await age();
    const [name = ''] = await other.sealed();
    await one.remove(name);
    expect(await spooledLines(other.pathOf(name))).toEqual([]);
    await other.remove(name);
  });

  it('begins another file after a standstill, for others may have taken the last one', async () => {
    const spool = await open(10_000, 0);
    await spool.append('before');
    const [before] = await readdir(folder);
    await until(() => Promise.resolve(Date.now() > Number(before?.split('-')[0])));
    await spool.append('after');
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('says that it keeps nothing while its folder is gone, and keeps again when it is back', async () => {
    const spool = await open();
    await spool.append('before');
    await spool.sealed();
    await rm(folder, { recursive: true });
    expect(await spool.append('meanwhile')).toBe(false);
    expect(errors).toEqual(['the spool cannot be written']);
    const again = await open();
    await again.close();
    expect(await spool.append('after')).toBe(true);
    expect(await taken(spool)).toEqual(['after']);
  });

  it('leaves alone what is not its own', async () => {
    await appendFile(join(folder, 'notes.txt'), 'mine\n');
    await age();
    expect(await taken(await open())).toEqual([]);
  });
});
