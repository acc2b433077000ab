import { eventually } from '@trivium/example';
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { BenchSystem } from './bench-system.js';

const subjectOf = (n: number) => `nhi_00000000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** Live credentials of workloads, each with a grant of its own, as the decision service finds them when it starts. */
export class ResidentGrants {
  #count = 0;

  constructor(private readonly system: BenchSystem) {}

  /** Afterwards the service holds so many, and what it had before. */
  async growTo(count: number): Promise<void> {
    const { stack } = this.system;
    const client = new pg.Client({ connectionString: stack.servers.postgres.productUrl });
    await client.connect();
    for (let from = this.#count; from < count; from += 50_000)
      await client.query(
        `INSERT INTO decision.access_grant (grant_id, subject_id, chain, action, resource_type, resource_id, granted_at, written_by)
         SELECT 'bench-' || n, s, ARRAY[s || ':1'], 'read', 'table', 'orders-' || n, now(), pg_current_xact_id()
         FROM generate_series($1::int, $2::int) AS n, LATERAL (SELECT 'nhi_00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0') AS s) AS named`,
        [from, Math.min(from + 50_000, count) - 1],
      );
    // What the server would tidy up behind so many new rows is no part of what is measured afterwards.
    await client.query('VACUUM ANALYZE decision.access_grant');
    await client.query('CHECKPOINT');
    await client.end();
    this.#count = count;
    await stack.services.decision.kill();
    await stack.services.decision.start();
    await eventually('the grants to be resident', () => stack.services.decision.ready(), 120_000);
  }

  /** Questions about the grants of as many different subjects, spread over all there are; each is permitted. */
  questions(count: number): readonly string[] {
    const step = this.#count / count;
    return Array.from({ length: count }, (_, at) => questionAbout(Math.floor(at * step)));
  }

  /** Resident memory of the service, in bytes. */
  async memory(): Promise<number> {
    const status = await readFile(`/proc/${await this.system.pidOf('decision')}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? Number.NaN) * 1024;
  }
}

function questionAbout(n: number): string {
  return JSON.stringify({
    subject: { type: 'nhi', id: subjectOf(n) },
    action: { name: 'read' },
    resource: { type: 'table', id: `orders-${n}` },
    context: { requestId: `bench-${n}` },
  });
}
