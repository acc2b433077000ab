import { newAgentId, newDelegationId, newTaskId, personIdFor, roads, type Chain } from '@trivium/identity';
import { startOwnValkey, until } from '@trivium/testing';
import { Redis } from 'ioredis';
import { completeKey, markerKey } from './chain-reader.js';
import { ValkeyChainReader } from './chain-reader.valkey.js';

const person = { id: personIdFor('hr', '1001'), generation: 1 };
const chain: Chain = [
  person,
  ...[newAgentId(), newDelegationId(), newTaskId()].map((id) => ({ id, generation: 1 })),
];
type OwnValkey = Awaited<ReturnType<typeof startOwnValkey>>;
const log = { info: () => {}, warn: () => {} };

let server: OwnValkey;
let replica: OwnValkey | undefined;
let admin: Redis;
let reader: ValkeyChainReader;

const verdict = async () => {
  const state = await reader.read(chain);
  return state.state === 'live' ? 'live' : state.reason;
};
const runIdOf = async (redis: Redis) => /^run_id:(\w+)/m.exec(await redis.info('server'))?.[1] ?? '';
const stampAll = async (redis: Redis) => {
  const runId = await runIdOf(redis);
  for (const road of roads) await redis.set(completeKey(road), runId);
};
const connect = (url: string) => {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  redis.on('error', () => {});
  return redis;
};

/** Asks without pause, from several clients at once, until told to stop; the verdicts in the order they came. */
function askAlways(clients = 8) {
  const verdicts: string[] = [];
  let going = true;
  const loops = Array.from({ length: clients }, async () => {
    while (going) {
      verdicts.push(await verdict());
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
  const stop = async () => {
    going = false;
    await Promise.all(loops);
    return verdicts;
  };
  return { verdicts, stop };
}

beforeEach(async () => {
  server = await startOwnValkey();
  admin = connect(server.url);
  reader = new ValkeyChainReader({ url: server.url, commandTimeoutMs: 300, heartbeatMs: 100, log });
  reader.start();
  await stampAll(admin);
  await until(async () => (await verdict()) === 'live');
});

afterEach(async () => {
  await reader.stop();
  admin.disconnect();
  await server.stop();
  await replica?.stop();
  replica = undefined;
});

describe('a chain read from Valkey', () => {
  it('is live, and denied from the write of any link’s marker on', async () => {
    for (const link of chain) {
      await admin.set(markerKey(link.id), '1');
      expect(await reader.read(chain)).toEqual({ state: 'denied', reason: 'contained', link });
      await admin.del(markerKey(link.id));
      expect(await verdict()).toBe('live');
    }
  });

  it('asks only for the roads that it touches', async () => {
    await admin.del(completeKey('workload'));
    expect(await verdict()).toBe('live');
    expect(await reader.completeness()).toEqual({ workforce: true, workload: false, agent: true });
    await admin.del(completeKey('agent'));
    expect(await reader.read(chain)).toEqual({ state: 'denied', reason: 'incomplete', road: 'agent' });
  });

  it('is answered in one round trip with many others', async () => {
    const before = Number(/cmdstat_mget:calls=(\d+)/.exec(await admin.info('commandstats'))?.[1]);
    const states = await Promise.all(Array.from({ length: 100 }, () => verdict()));
    const after = Number(/cmdstat_mget:calls=(\d+)/.exec(await admin.info('commandstats'))?.[1]);
    expect(new Set(states)).toEqual(new Set(['live']));
    expect(after - before).toBe(1);
  });

  it('is incomplete after a flush, while the server stays the same', async () => {
    await admin.set(markerKey(person.id), '1');
    const asking = askAlways();
    await admin.flushall();
    await until(() => asking.verdicts.includes('incomplete'));
    const verdicts = await asking.stop();
    expect(verdicts).not.toContain('live');
    expect(await verdict()).toBe('incomplete');
  });

  it('is denied while the server is dead and after it came back empty, until the roads have stamped it again', async () => {
    await admin.set(markerKey(person.id), '1');
    const asking = askAlways();
    await server.kill();
    await until(() => asking.verdicts.includes('unreachable'));
    await server.restart();
    await until(() => asking.verdicts.includes('incomplete'));
    expect(await asking.stop()).not.toContain('live');
    await stampAll(admin);
    await until(async () => (await verdict()) === 'live');
  });

  it('does not believe the stamp of the process before, wherever it comes from', async () => {
    const former = await runIdOf(admin);
    await server.restart();
    for (const road of roads) await admin.set(completeKey(road), former);
    await until(async () => (await verdict()) !== 'unreachable');
    expect(await verdict()).toBe('incomplete');
  });

  it('does not wait for a server that is silent, and believes it again afterwards', async () => {
    const asking = askAlways(2);
    await admin.call('CLIENT', 'PAUSE', '1500', 'ALL');
    await until(() => asking.verdicts.includes('unreachable'));
    await asking.stop();
    await until(async () => (await verdict()) === 'live');
  });

  it('sees a marker that was written while the server was silent', async () => {
    await admin.call('CLIENT', 'PAUSE', '1000', 'ALL');
    const marked = admin.set(markerKey(person.id), '1');
    await until(async () => (await verdict()) === 'unreachable');
    await marked;
    const asking = askAlways(4);
    await until(() => asking.verdicts.includes('contained'));
    expect(await asking.stop()).not.toContain('live');
  });

  it('is not read from a primary that became a replica, nor from one that took its data along', async () => {
    replica = await startOwnValkey();
    const other = connect(replica.url);
    await other.config('SET', 'masterauth', new URL(server.url).password);
    await other.config('SET', 'masteruser', new URL(server.url).username);
    await other.replicaof('127.0.0.1', server.port);
    await until(async () => (await other.get(completeKey('agent'))) !== null);
    await other.call('REPLICAOF', 'NO', 'ONE');
    const promoted = new ValkeyChainReader({ url: replica.url, log });
    promoted.start();
    await until(async () => (await promoted.completeness()) !== undefined);
    expect(await promoted.read(chain)).toMatchObject({ state: 'denied', reason: 'incomplete' });
    await promoted.stop();
    await admin.replicaof('127.0.0.1', replica.port);
    await until(async () => (await verdict()) === 'unreachable');
    other.disconnect();
  });

  it('survives the end of its connection', async () => {
    await admin.call('CLIENT', 'KILL', 'TYPE', 'NORMAL', 'SKIPME', 'YES');
    await until(async () => (await verdict()) === 'live');
  });

  it('is unreachable once the reader was stopped', async () => {
    await reader.stop();
    expect(await verdict()).toBe('unreachable');
    expect(await reader.completeness()).toBeUndefined();
  });
});

it('needs no more than to read, for an ACL user that may do no more', async () => {
  const password = 'reads-only';
  const rules = `%R~workforce:* %R~workload:* %R~agent:* -@all +mget +info +auth +hello +select`;
  const own = await startOwnValkey({ users: { decision: { password, rules } } });
  const root = connect(own.url);
  await stampAll(root);
  const limited = new ValkeyChainReader({ url: own.urlFor('decision', password), log });
  limited.start();
  await until(async () => (await limited.read(chain)).state === 'live');
  await limited.stop();
  root.disconnect();
  await own.stop();
});
