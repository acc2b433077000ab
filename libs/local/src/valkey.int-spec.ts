import { Redis } from 'ioredis';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startValkey, type EmbeddedValkey, type ValkeyUsers } from './valkey.js';

let dataDir: string;
beforeEach(async () => (dataDir = await mkdtemp(join(tmpdir(), 'trivium-spec-'))));
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const named: ValkeyUsers = { agent: { password: 'a-secret-of-the-spec', rules: '~agent:* +@all' } };

async function administer<Result>(
  valkey: EmbeddedValkey,
  act: (redis: Redis) => Promise<Result>,
): Promise<Result> {
  const redis = new Redis(valkey.url);
  try {
    return await act(redis);
  } finally {
    redis.disconnect();
  }
}

it.each([
  { name: 'are kept where nobody names them', users: undefined, then: ['admin', 'default', 'made-later'] },
  { name: 'give way to those that are named', users: named, then: ['admin', 'agent', 'default'] },
])('users that were made and saved $name', async ({ users, then }) => {
  const first = await startValkey({ dataDir, users });
  await administer(first, async (redis) => {
    await redis.call('ACL', 'SETUSER', 'made-later', 'on', '>another secret', '~*', '+get');
    await redis.call('ACL', 'SAVE');
  });
  await first.stop();
  const second = await startValkey({ dataDir, users });
  const there = await administer(second, (redis) => redis.call('ACL', 'USERS') as Promise<string[]>);
  expect(there.sort()).toEqual(then);
  await second.stop();
});
