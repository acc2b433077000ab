import type { PersonId } from '@trivium/identity';
import type { Transaction } from '@trivium/persistence';
import type { Owner, OwnerStore } from './owner.store.js';

export class PgOwnerStore implements OwnerStore {
  async saw(tx: Transaction, { personId, generation, gone }: Owner): Promise<void> {
    await hold(tx, personId);
    await tx.query(
      `INSERT INTO owner AS o (person_id, generation, gone) VALUES ($1, $2, $3)
       ON CONFLICT (person_id) DO UPDATE SET generation = excluded.generation, gone = excluded.gone
       WHERE excluded.generation > o.generation OR (excluded.generation = o.generation AND excluded.gone)`,
      [personId, generation, gone],
    );
  }

  async isGone(tx: Transaction, personId: PersonId): Promise<boolean> {
    await hold(tx, personId);
    const rows = await tx.query<unknown[]>('SELECT 1 FROM owner WHERE person_id = $1 AND gone', [personId]);
    return rows.length > 0;
  }
}

/** Also of somebody who has no row yet. */
async function hold(tx: Transaction, personId: PersonId): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('owner:' || $1))`, [personId]);
}
