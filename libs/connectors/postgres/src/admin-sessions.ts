import type { PostgresTarget } from './postgres.config.js';
import { cutBy, openSession, withSession, type Database, type Login, type Session } from './session.js';

const keptMs = 10_000;

/** How one act reaches the server. */
export interface Reach {
  readonly target: PostgresTarget;
  readonly admin: AdminSessions;
  readonly signal: AbortSignal;
}

/**
 * The administrator's sessions. Logging in and the first look at the catalogs cost the server far more than an act does, so a session
 * whose act went well is kept for the next one, for a few seconds; one in which anything failed is gone with its act.
 */
export class AdminSessions {
  readonly #kept = new Map<Session, NodeJS.Timeout>();
  #closed = false;

  constructor(private readonly target: PostgresTarget) {}

  /** Runs the work alone in a session to the target's database; locks that it took end with it. The signal cuts the session at once. */
  async run<T>(signal: AbortSignal, work: (database: Database) => Promise<T>): Promise<T> {
    const session =
      this.#take() ?? (await openSession(this.target, this.#login(this.target.database), signal));
    try {
      const result = await cutBy(signal, session, async (database) => {
        const done = await work(database);
        await database.query('SELECT pg_advisory_unlock_all()');
        return done;
      });
      this.#keep(session);
      return result;
    } catch (error) {
      session.cut();
      throw error;
    }
  }

  /** The same in another database, where acts are rare: in a session of its own. */
  runIn<T>(name: string, signal: AbortSignal, work: (database: Database) => Promise<T>): Promise<T> {
    return withSession(this.target, this.#login(name), signal, work);
  }

  /** Ends what is kept; an act that is still under way ends its own. */
  async close(): Promise<void> {
    this.#closed = true;
    for (let session = this.#take(); session; session = this.#take()) await end(session);
  }

  #login(database: string): Login {
    return { user: this.target.adminUser, secret: this.target.adminPassword, database };
  }

  /** The one that was used last: the others grow old and end. */
  #take(): Session | undefined {
    for (const [session, timer] of [...this.#kept].reverse()) {
      clearTimeout(timer);
      this.#kept.delete(session);
      if (session.alive) return session;
    }
    return undefined;
  }

  #keep(session: Session): void {
    if (this.#closed || !session.alive) return void end(session);
    const grown = () => {
      this.#kept.delete(session);
      void end(session);
    };
    this.#kept.set(session, setTimeout(grown, keptMs).unref());
  }
}

/** A connection that is lost already has ended, too. */
async function end(session: Session): Promise<void> {
  try {
    await session.end();
  } catch {
    session.cut();
  }
}
