import { Redis } from 'ioredis';
import type { ValkeyUsers } from '../valkey.js';
import type { StackSecrets } from './stack-secrets.js';
import { valkeyRules } from './topology.js';

/** The ACL users of the services. */
export function valkeyUsers(passwords: StackSecrets['valkey']): ValkeyUsers {
  const users = Object.entries(valkeyRules).map(
    ([user, rules]) => [user, { rules, password: passwords[user as keyof typeof passwords] }] as const,
  );
  return Object.fromEntries(users);
}

/** Gives the services their users, and has the server keep them where it has a file for that. */
export async function provisionValkey(url: string, passwords: StackSecrets['valkey']): Promise<void> {
  const client = new Redis(url);
  try {
    for (const [user, { password, rules }] of Object.entries(valkeyUsers(passwords)))
      await client.call('ACL', 'SETUSER', user, 'reset', 'on', `>${password}`, ...rules.split(' '));
    await client.call('ACL', 'SAVE').catch((error: unknown) => {
      // A server that cannot save its users has them from a file that is not its own, or is told them at each start.
      if (!(error instanceof Error) || error.name !== 'ReplyError') throw error;
    });
  } finally {
    client.disconnect();
  }
}
