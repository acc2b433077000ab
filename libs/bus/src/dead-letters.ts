import type { Sql, Transaction, UnitOfWork } from '@trivium/persistence';
import type { KafkaMessage } from 'kafkajs';
import { headerText } from './envelope.js';
import { deathOf, revived } from './failure.js';
import type { Wakeable } from './outbox.js';

export interface DeadLetter {
  readonly eventId: string;
  readonly topic: string;
  readonly reason: string;
  readonly attempts: number;
  readonly diedAt: Date;
  readonly replayedAt: Date | null;
}

/** Keeps what arrived on the owner's `*.dead` topic where it can be listed and replayed; idempotent per event id. */
export async function storeDeadLetters(
  tx: Transaction,
  consumer: string,
  messages: readonly KafkaMessage[],
): Promise<void> {
  const rows = messages.map((message) => {
    const { topic, reason, attempts } = deathOf(message.headers);
    const headers = Object.fromEntries(
      Object.keys(message.headers ?? {}).map((name) => [name, headerText(message.headers, name)]),
    );
    const eventId = headerText(message.headers, 'ce_id') ?? `offset:${message.offset}`;
    return {
      event_id: eventId,
      topic,
      reason,
      attempts,
      headers,
      key: message.key?.toString() ?? null,
      value: message.value?.toString() ?? null,
    };
  });
  await tx.query(
    `INSERT INTO dead_letter (event_id, consumer, topic, key, headers, value, reason, attempts)
     SELECT event_id, $2, topic, key, headers, value, reason, attempts FROM jsonb_to_recordset($1::jsonb)
       AS r(event_id text, topic text, key text, headers jsonb, value text, reason text, attempts int)
     ON CONFLICT (consumer, event_id) DO UPDATE SET reason = excluded.reason, attempts = excluded.attempts, died_at = now(), replayed_at = NULL`,
    [JSON.stringify(rows), consumer],
  );
}

const listSql = `SELECT event_id AS "eventId", topic, reason, attempts, died_at AS "diedAt", replayed_at AS "replayedAt"
  FROM dead_letter WHERE replayed_at IS NULL ORDER BY died_at LIMIT $1`;

export function listDeadLetters(sql: Sql, limit: number): Promise<DeadLetter[]> {
  return sql.query<DeadLetter[]>(listSql, [limit]);
}

/** Sends a dead letter to its first topic again, through the outbox; false when there is none that waits. */
export function replayDeadLetter(unitOfWork: UnitOfWork, relay: Wakeable, eventId: string): Promise<boolean> {
  return unitOfWork.run(async (tx) => {
    const [rows] = await tx.query<
      [{ topic: string; key: string | null; headers: Record<string, string>; value: string | null }[], number]
    >(
      'UPDATE dead_letter SET replayed_at = now() WHERE event_id = $1 AND replayed_at IS NULL RETURNING topic, key, headers, value',
      [eventId],
    );
    for (const { topic, key, headers, value } of rows) {
      await tx.query('INSERT INTO outbox (topic, key, headers, value) VALUES ($1, $2, $3, $4)', [
        topic,
        key ?? '',
        revived(headers),
        value ?? '',
      ]);
    }
    tx.afterCommit(() => relay.nudge());
    return rows.length > 0;
  });
}
