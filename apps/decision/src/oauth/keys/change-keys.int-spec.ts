import { Outbox } from '@trivium/bus';
import { KeyEncryptionKey, Sealer, Secret } from '@trivium/credentials';
import { MarkersUnavailable, PgMarkerStore, type Marker } from '@trivium/revocation';
import { FakeClock } from '@trivium/testing';
import { decisionDatabase } from '../../testing/decision-database.contract.js';
import { BringNextKey } from './bring-next-key.js';
import { keyViews } from './key-view.js';
import { MakeTokenKey } from './make-token-key.js';
import { RotateSigningKey } from './rotate-signing-key.js';
import { PgTokenKeyStore } from './token-key.store.pg.js';
import { TokenKeys } from './token-keys.js';
import { WithdrawSigningKey } from './withdraw-signing-key.js';

const database = await decisionDatabase();
afterAll(() => database.stop());

const hour = 3_600_000;
const schedule = { period: 24 * hour, lead: hour, keep: 2 * hour };
const sealer = new Sealer(KeyEncryptionKey.fromBase64(new Secret(Buffer.alloc(32, 7).toString('base64'))));
const { source: sql, unitOfWork } = database;
const log = { info: () => {}, warn: () => {} };
const order = { by: 'user:ines', reason: 'as agreed' };

const store = new PgTokenKeyStore(sql, 'ES256');
const make = new MakeTokenKey(sealer, 'ES256');
const next = new BringNextKey(store, make);
const markers = new PgMarkerStore(sql, unitOfWork);
const outbox = new Outbox('trivium:spec', { nudge: () => {} });

let clock: FakeClock;
let written: Marker[];
let reachable: boolean;
let here: TokenKeys;
let there: TokenKeys;
let rotate: RotateSigningKey;
let withdraw: WithdrawSigningKey;

const replica = async (at: { now(): Date } = clock) => {
  const ring = new TokenKeys({ store, make, sealer, schedule, clock: at, log });
  await ring.refresh();
  return ring;
};
const cache = {
  write: (some: readonly Marker[]) => {
    if (!reachable) return Promise.reject(new MarkersUnavailable());
    written.push(...some);
    return Promise.resolve();
  },
};

beforeEach(async () => {
  for (const table of ['signing_key', 'marker', 'outbox']) await sql.query(`DELETE FROM ${table}`);
  [clock, written, reachable] = [new FakeClock(), [], true];
  [here, there] = [await replica(), await replica()];
  const parts = { store, next, unitOfWork, outbox, ring: here, clock };
  rotate = new RotateSigningKey(parts);
  withdraw = new WithdrawSigningKey({ ...parts, markers, cache });
});

const signs = (ring = here) => ring.signer.kid;
const published = (ring = here) => ring.jwks.keys.map(({ kid }) => kid);
const rotated = () => rotate.execute(order);
const withdrawn = (kid: string) => withdraw.execute(kid, order);
const states = async () => keyViews(await store.load(), clock.now()).map(({ state }) => state);
const said = async () => {
  const rows = await sql.query<{ value: string }[]>('SELECT value FROM outbox ORDER BY seq');
  return rows.map(({ value }) => JSON.parse(value) as { action: string; reason: string; actor: object });
};
const pass = async (ms: number) => {
  clock.advance(ms);
  await here.refresh();
};

describe('an administrator rotates the key', () => {
  it('to one that is published at once and signs when everybody can know it', async () => {
    const first = signs();
    await rotated();
    expect(await states()).toEqual(['next', 'signing']);
    expect([published().length, signs()]).toEqual([2, first]);
    await there.refresh();
    clock.advance(90_000);
    expect(signs()).not.toBe(first);
    expect([signs(), published()]).toEqual([signs(there), published(there)]);
    expect(await states()).toEqual(['signing', 'former']);
    expect(await said()).toMatchObject([
      { action: 'key.rotated', reason: 'as agreed', actor: { id: 'user:ines' } },
    ]);
  });

  it('to the one that waits for its time anyway', async () => {
    await pass(23 * hour);
    const [waiting] = published().filter((kid) => kid !== signs());
    await rotated();
    expect(published()).toHaveLength(2);
    await pass(90_000);
    expect(signs()).toBe(waiting);
  });

  it('once, however many do it at once and while the schedule does so too', async () => {
    clock.advance(23 * hour);
    await Promise.all([rotated(), here.refresh(), rotated(), there.refresh(), rotated()]);
    expect(await states()).toEqual(['next', 'signing']);
  });

  it('and the schedule goes on from there', async () => {
    await rotated();
    await pass(90_000);
    const second = signs();
    await pass(23 * hour);
    await pass(hour - 1);
    expect(signs()).toBe(second);
    await pass(1);
    expect(signs()).not.toBe(second);
  });
});

describe('an administrator withdraws', () => {
  it('the key that signs, and another signs at once at every replica, also where the clock is behind', async () => {
    const leaked = signs();
    await withdrawn(leaked);
    await there.refresh();
    const late = await replica({ now: () => new Date(clock.now().getTime() - 9_000) });
    for (const ring of [here, there, late]) {
      expect(published(ring)).not.toContain(leaked);
      expect(signs(ring)).toBe(signs());
    }
    expect(await states()).toEqual(expect.arrayContaining(['signing', 'withdrawn']));
    expect(written).toEqual([expect.objectContaining({ linkId: `key_${leaked}`, deniedUpTo: 1 })]);
    expect(await said()).toMatchObject([{ action: 'key.withdrawn', reason: 'as agreed' }]);
  });

  it('a key that signs no more, and the one that does goes on', async () => {
    const former = signs();
    await rotated();
    await pass(90_000);
    const signer = signs();
    await withdrawn(former);
    expect([signs(), published()]).toEqual([signer, [signer]]);
  });

  it('a key that has yet to sign, and the schedule makes another', async () => {
    await pass(23 * hour);
    const [signer, waiting] = [signs(), published().find((kid) => kid !== signs()) ?? ''];
    await withdrawn(waiting);
    expect(signs()).toBe(signer);
    await pass(2 * hour);
    expect(published()).not.toContain(waiting);
    expect(signs()).not.toBe(signer);
  });

  it('one after the other, and something always signs', async () => {
    await pass(23 * hour);
    for (let time = 0; time < 4; time += 1) {
      for (const kid of published()) await withdrawn(kid);
      expect(published()).toHaveLength(1);
    }
  });

  it('the same twice, which changes nothing', async () => {
    const leaked = signs();
    await withdrawn(leaked);
    const signer = signs();
    await withdrawn(leaked);
    expect([signs(), (await said()).length]).toEqual([signer, 1]);
  });

  it('nothing while the markers cannot be written', async () => {
    const signer = signs();
    reachable = false;
    await expect(withdrawn(signer)).rejects.toThrow(MarkersUnavailable);
    expect([signs(), await states(), await said()]).toEqual([signer, ['signing'], []]);
  });

  it('no key that nobody knows', async () => {
    await expect(withdrawn('x'.repeat(43))).rejects.toMatchObject({ status: 404 });
  });

  it('a key for good: its name goes, its marker stays, and the schedule goes on', async () => {
    const leaked = signs();
    await withdrawn(leaked);
    await pass(2 * hour);
    expect(await states()).toEqual(['signing']);
    for (let day = 0; day < 400; day += 1) await pass(23 * hour);
    expect(published()).not.toContain(leaked);
    await markers.forgetExpired(clock.now());
    const [marker] = await sql.query<{ link_id: string }[]>('SELECT link_id FROM marker');
    expect(marker?.link_id).toBe(`key_${leaked}`);
  });
});
