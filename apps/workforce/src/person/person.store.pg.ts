import type { PersonId } from '@trivium/identity';
import type { Sql, Transaction } from '@trivium/persistence';
import type { Person, PersonState, Profile } from './person.js';
import type { Departing, LeaveCause, NewPerson, PersonStore } from './person.store.js';

interface Row {
  readonly person_id: PersonId;
  readonly source: string;
  readonly external_id: string;
  readonly generation: number;
  readonly state: PersonState;
  readonly last_event_at: Date;
  readonly leaves_at: Date | null;
  readonly leave_cause: LeaveCause | null;
  readonly display_name: string | null;
  readonly email: string | null;
  readonly department: string | null;
  readonly job_title: string | null;
  readonly location: string | null;
  readonly time_zone: string | null;
}

const profileColumns = 'display_name, email, department, job_title, location, time_zone';
const columns = `person_id, source, external_id, generation, state, last_event_at, leaves_at, leave_cause, ${profileColumns}`;
const profileOf = (profile: Profile) => [
  profile.displayName,
  profile.email,
  profile.department,
  profile.jobTitle,
  profile.location,
  profile.timeZone,
];

function personOf(row: Row): Person {
  return {
    personId: row.person_id,
    source: row.source,
    externalId: row.external_id,
    generation: row.generation,
    state: row.state,
    lastEventAt: row.last_event_at,
    ...(row.leaves_at && { leavesAt: row.leaves_at }),
    ...(row.display_name !== null && { displayName: row.display_name }),
    ...(row.email !== null && { email: row.email }),
    ...(row.department !== null && { department: row.department }),
    ...(row.job_title !== null && { jobTitle: row.job_title }),
    ...(row.location !== null && { location: row.location }),
    ...(row.time_zone !== null && { timeZone: row.time_zone }),
  };
}

export class PgPersonStore implements PersonStore {
  constructor(private readonly pool: Sql) {}

  async lock(tx: Transaction, personId: PersonId): Promise<Departing | undefined> {
    const row = await this.#one(tx, personId, 'FOR UPDATE');
    return row && { ...personOf(row), ...(row.leave_cause && { cause: row.leave_cause }) };
  }

  async find(personId: PersonId): Promise<Person | undefined> {
    const row = await this.#one(this.pool, personId, '');
    return row && personOf(row);
  }

  async list(limit: number): Promise<readonly Person[]> {
    const rows = await this.pool.query<Row[]>(
      `SELECT ${columns} FROM person ORDER BY joined_at DESC NULLS LAST, person_id LIMIT $1`,
      [limit],
    );
    return rows.map(personOf);
  }

  async begin(tx: Transaction, person: NewPerson, profile: Profile, at: Date): Promise<void> {
    await tx.query(
      `INSERT INTO person (person_id, source, external_id, generation, state, last_event_at, joined_at, left_at, ${profileColumns})
       VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $5 = 'active' THEN $7::timestamptz END, CASE WHEN $5 = 'left' THEN $7::timestamptz END, $8, $9, $10, $11, $12, $13)
       ON CONFLICT (person_id) DO UPDATE SET generation = excluded.generation, state = excluded.state, last_event_at = excluded.last_event_at,
         joined_at = excluded.joined_at, left_at = NULL, leaves_at = NULL, leave_cause = NULL, (${profileColumns}) = ROW(excluded.display_name,
         excluded.email, excluded.department, excluded.job_title, excluded.location, excluded.time_zone)`,
      [
        person.personId,
        person.source,
        person.externalId,
        person.generation,
        person.state,
        person.occurredAt,
        at,
        ...profileOf(profile),
      ],
    );
  }

  async update(tx: Transaction, personId: PersonId, occurredAt: Date, profile: Profile): Promise<void> {
    await tx.query(
      `UPDATE person SET last_event_at = $2, display_name = coalesce($3, display_name), email = coalesce($4, email), department = coalesce($5, department),
         job_title = coalesce($6, job_title), location = coalesce($7, location), time_zone = coalesce($8, time_zone) WHERE person_id = $1`,
      [personId, occurredAt, ...profileOf(profile)],
    );
  }

  async schedule(
    tx: Transaction,
    personId: PersonId,
    occurredAt: Date,
    leavesAt: Date,
    cause: LeaveCause,
  ): Promise<void> {
    await tx.query(
      `UPDATE person SET state = 'leaving', last_event_at = $2, leaves_at = $3, leave_cause = $4 WHERE person_id = $1`,
      [personId, occurredAt, leavesAt, cause],
    );
  }

  async foresee(tx: Transaction, personId: PersonId, leavesAt: Date, cause: LeaveCause): Promise<void> {
    await tx.query('UPDATE person SET leaves_at = $2, leave_cause = $3 WHERE person_id = $1', [
      personId,
      leavesAt,
      cause,
    ]);
  }

  async left(tx: Transaction, personId: PersonId, occurredAt: Date, at: Date): Promise<void> {
    await tx.query(
      `UPDATE person SET state = 'left', last_event_at = greatest(last_event_at, $2), left_at = $3, leaves_at = NULL, leave_cause = NULL WHERE person_id = $1`,
      [personId, occurredAt, at],
    );
  }

  async dueDepartures(now: Date, limit: number): Promise<readonly PersonId[]> {
    const rows = await this.pool.query<{ person_id: PersonId }[]>(
      `SELECT person_id FROM person WHERE state = 'leaving' AND leaves_at <= $1 ORDER BY leaves_at LIMIT $2`,
      [now, limit],
    );
    return rows.map((row) => row.person_id);
  }

  async claimDeparture(
    tx: Transaction,
    personId: PersonId,
    now: Date,
  ): Promise<(Person & { readonly cause: LeaveCause }) | undefined> {
    const [row] = await tx.query<(Row & { leave_cause: LeaveCause })[]>(
      `SELECT ${columns} FROM person WHERE person_id = $1 AND state = 'leaving' AND leaves_at <= $2 FOR UPDATE SKIP LOCKED`,
      [personId, now],
    );
    return row && { ...personOf(row), cause: row.leave_cause };
  }

  async #one(sql: Sql, personId: PersonId, lock: string): Promise<Row | undefined> {
    const [row] = await sql.query<Row[]>(`SELECT ${columns} FROM person WHERE person_id = $1 ${lock}`, [
      personId,
    ]);
    return row;
  }
}
