import { eventually, type DelegatedAgent } from '@trivium/example';
import { productDatabase } from '@trivium/local';
import { createHash } from 'node:crypto';
import pg from 'pg';
import type { SystemUnderTest } from '../system.js';

/** One agent gets so many delegations more from the same person, each with its own purpose. */
export async function delegateOften(
  system: SystemUnderTest,
  { agentId }: DelegatedAgent,
  delegatorId: string,
  purposes: readonly string[],
  expiresAt: Date,
): Promise<void> {
  const details = [{ type: 'trivium_access', target: 'orders-db', actions: ['role:orders_read'] }];
  const wish = { agentId, delegatorId, authorizationDetails: details, expiresAt: expiresAt.toISOString() };
  await Promise.all(
    purposes.map((purpose) => system.operator.send('POST', '/v1/agent/delegations', { ...wish, purpose })),
  );
}

export const numbered = (what: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${what} ${String(index + 1).padStart(3, '0')}`);

async function ask(system: SystemUnderTest, sql: string, params: unknown[] = []): Promise<number> {
  const client = new pg.Client({ connectionString: productDatabase(system.stack.servers) });
  await client.connect();
  try {
    return (await client.query(sql, params)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

/** Waits without the gateway, which may be down, until so many revocations of such subjects are verified. */
export async function verifiedInAgentRoad(
  system: SystemUnderTest,
  labels: string,
  count: number,
): Promise<void> {
  const sql = 'SELECT 1 FROM agent.revocation WHERE subject_label LIKE $1 AND verified_at IS NOT NULL';
  await eventually(
    `${count} verified revocations of ${labels}`,
    async () => (await ask(system, sql, [labels])) >= count,
    120_000,
    100,
  );
}

/** What time would do eight hours later. */
export async function expireSession(system: SystemUnderTest, token: string): Promise<void> {
  const hash = createHash('sha256').update(token).digest('hex');
  const ended = await ask(system, 'UPDATE gateway.session SET expires_at = now() WHERE session_hash = $1', [
    hash,
  ]);
  if (ended !== 1) throw new Error('there is no such session');
}
