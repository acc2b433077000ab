import { sha256Hex, type Secret } from '@trivium/credentials';
import type { DiscoveredAccount } from '@trivium/revocation';
import type { Redis } from 'ioredis';
import { z } from 'zod';

const described = z.array(z.unknown()).transform((fields) => ({
  flags: z.array(z.string()).parse(fieldOf(fields, 'flags')),
  hashes: z.array(z.string()).parse(fieldOf(fields, 'passwords')),
}));

export type User = z.infer<typeof described>;

/** `ACL GETUSER` answers names and values in turn. */
function fieldOf(fields: readonly unknown[], name: string): unknown {
  return fields[fields.indexOf(name) + 1];
}

export async function findUser(redis: Redis, name: string): Promise<User | undefined> {
  const answer = await redis.call('ACL', 'GETUSER', name);
  return answer === null ? undefined : described.parse(answer);
}

export function isOn({ flags }: User): boolean {
  return flags.includes('on');
}

/**
 * Makes the user have exactly these rules, in one command. Its secrets stay if it is on and has any: a user that was shut, or that
 * any password opens (`nopass`), comes out without one.
 */
export async function setRules(
  redis: Redis,
  name: string,
  user: User | undefined,
  rules: readonly string[],
): Promise<void> {
  const kept = user && isOn(user) && !user.flags.includes('nopass') ? user.hashes : [];
  const secrets = kept.map((hash) => `#${hash}`);
  await redis.call('ACL', 'SETUSER', name, 'reset', 'resetchannels', 'on', ...secrets, ...rules);
}

/** Passwords are sent as hashes only, so they stand in no log of the server. */
export async function addSecret(
  redis: Redis,
  name: string,
  secret: Secret,
  others: 'keep' | 'revoke',
): Promise<void> {
  const before = others === 'revoke' ? ['resetpass'] : [];
  await redis.call('ACL', 'SETUSER', name, ...before, `#${sha256Hex(secret)}`);
}

/** Shuts the user, ends its connections, then deletes it: nobody comes in between. Answers how many connections ended. */
export async function removeUser(redis: Redis, name: string): Promise<number> {
  await redis.call('ACL', 'SETUSER', name, 'reset', 'resetchannels');
  const ended = await killClients(redis, name);
  await redis.call('ACL', 'DELUSER', name);
  return ended;
}

export async function killClients(redis: Redis, name: string): Promise<number> {
  return Number(await redis.call('CLIENT', 'KILL', 'USER', name));
}

/** True when the server keeps its users in a file; otherwise a restart forgets what was done, and the receipt says so. */
export async function saveUsers(redis: Redis): Promise<boolean> {
  try {
    await redis.call('ACL', 'SAVE');
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes('not configured to use an ACL file')) return false;
    throw error;
  }
}

const lines = z.array(z.string());

export async function listUsers(redis: Redis): Promise<DiscoveredAccount[]> {
  const users = lines.parse(await redis.call('ACL', 'LIST'));
  const clients = String(await redis.call('CLIENT', 'LIST'));
  const sessions = Map.groupBy(clients.matchAll(/ user=(\S+)/g), ([, name = '']) => name);
  return users.map(readUser).map((user) => ({ ...user, sessions: sessions.get(user.name)?.length ?? 0 }));
}

const notEntitling = /^(on|off|nopass|resetchannels|(no|skip-)?sanitize-payload|#.*|-@all)$/;

/** One line of `ACL LIST`: `user ada on #… ~orders:* resetchannels -@all +get (~tmp:* +set)`. */
export function readUser(line: string): Omit<DiscoveredAccount, 'sessions'> {
  const [, name = '', rest = ''] = /^user (\S+) (.*)$/.exec(line) ?? [];
  const rules: readonly string[] = rest.match(/\([^)]*\)|\S+/g) ?? [];
  return {
    name,
    enabled: rules.includes('on'),
    entitlements: rules.filter((rule) => !notEntitling.test(rule)),
  };
}
