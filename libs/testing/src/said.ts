import type pg from 'pg';

/** An event that a service stored in its outbox. */
export interface SaidEvent {
  readonly type: string;
  readonly topic: string;
  readonly key: string;
  readonly data: Record<string, unknown>;
}

interface Row {
  readonly topic: string;
  readonly key: string;
  readonly headers: { readonly ce_type: string };
  readonly value: string;
}

/** All that a service says: the relay deletes what it has sent, so a copy of it is kept beside the outbox. */
export class Said {
  private constructor(private readonly admin: pg.Client) {}

  /** `admin` MUST be a superuser whose search path is the service's schema; from now on everything is kept. */
  static async keep(admin: pg.Client, service: string): Promise<Said> {
    await admin.query(`
      CREATE TABLE said (LIKE outbox);
      CREATE FUNCTION keep_said() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS
        $$ BEGIN INSERT INTO said SELECT NEW.*; RETURN NULL; END $$;
      ALTER FUNCTION keep_said() SET search_path = ${service};
      CREATE TRIGGER keep_said AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION keep_said()`);
    return new Said(admin);
  }

  /** Of one subject (the event's key) or of all, oldest first. */
  async of(subject?: string): Promise<SaidEvent[]> {
    const { rows } = await this.admin.query<Row>(
      'SELECT topic, key, headers, value FROM said WHERE $1::text IS NULL OR key = $1 ORDER BY seq',
      [subject],
    );
    return rows.map(({ topic, key, headers, value }) => ({
      topic,
      key,
      type: headers.ce_type,
      data: JSON.parse(value) as SaidEvent['data'],
    }));
  }
}
