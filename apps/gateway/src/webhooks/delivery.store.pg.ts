import { translatePgError, type Sql } from '@trivium/persistence';
import type { DeliveryStore } from './delivery.store.js';
import { GroupCommit } from './group-commit.js';

interface Remembered {
  readonly source: string;
  readonly deliveryId: string;
  readonly receivedAt: Date;
}

export class PgDeliveryStore implements DeliveryStore {
  readonly #commit: GroupCommit<Remembered>;

  constructor(private readonly pool: Sql) {
    this.#commit = new GroupCommit((items) => this.#insert(items));
  }

  async known(source: string, deliveryId: string): Promise<boolean> {
    const rows = await this.#query<unknown[]>(
      'SELECT 1 FROM webhook_delivery WHERE source = $1 AND delivery_id = $2',
      [source, deliveryId],
    );
    return rows.length > 0;
  }

  remember(source: string, deliveryId: string, receivedAt: Date): Promise<void> {
    return this.#commit.add({ source, deliveryId, receivedAt });
  }

  async #insert(items: readonly Remembered[]): Promise<void> {
    await this.#query(
      `INSERT INTO webhook_delivery (source, delivery_id, received_at)
       SELECT source, "deliveryId", "receivedAt" FROM jsonb_to_recordset($1::jsonb) AS r(source text, "deliveryId" text, "receivedAt" timestamptz)
       ON CONFLICT DO NOTHING`,
      [JSON.stringify(items)],
    );
  }

  async #query<Rows>(statement: string, values: unknown[]): Promise<Rows> {
    try {
      return await this.pool.query<Rows>(statement, values);
    } catch (error) {
      throw translatePgError(error);
    }
  }
}
