import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const day = 86_400_000;
const pattern = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** An ISO 8601 duration of days and time, as milliseconds. */
const duration = z.string().transform((text, context) => {
  const match = pattern.exec(text);
  const [days, hours, minutes, seconds] = (match ?? []).slice(1).map((part) => Number(part ?? 0));
  const ms = (days ?? 0) * day + (hours ?? 0) * 3_600_000 + (minutes ?? 0) * 60_000 + (seconds ?? 0) * 1_000;
  if (!match || ms === 0) context.addIssue(`"${text}" is no ISO 8601 duration such as P14D or PT15M`);
  return ms;
});

const failMode = z.enum(['strict', 'best_effort']);
const revocation = z.strictObject({ deadline: duration });
const birthright = z.strictObject({
  target: z.string().min(1),
  entitlements: z.array(z.string().min(1)).min(1),
});

const schema = z.strictObject({
  version: z.string().regex(/^\d{4}\.\d{1,2}\.\d+$/, 'must be year.month.number'),
  roads: z.strictObject({
    workforce: z.strictObject({
      failMode,
      revocation,
      person: z.strictObject({ tokenTtl: duration, birthright: z.record(z.string(), z.array(birthright)) }),
    }),
    workload: z.strictObject({
      failMode,
      revocation,
      nhi: z.strictObject({
        kinds: z.array(z.string()).min(1),
        defaultTtl: duration,
        maxTtl: duration,
        ownerlessDeadline: duration,
        reviewDeadline: duration,
      }),
    }),
    agent: z.strictObject({
      failMode,
      revocation,
      classes: z.array(z.string()).min(1),
      delegation: z.strictObject({ maxTtl: duration, maxDepth: z.int().min(1).max(10) }),
      task: z.strictObject({ defaultTtl: duration, maxTtl: duration }),
    }),
  }),
});

export type Roads = z.infer<typeof schema>['roads'];
export type Birthright = z.infer<typeof birthright>;

/** The model says something that cannot be; the message names the file and every place. */
export class InvalidGovernanceModel extends Error {
  readonly code = 'ERR_INVALID_GOVERNANCE_MODEL';
}

/** The shared intent that this process runs. Durations are milliseconds. */
export class GovernanceModel {
  private constructor(
    /** The model's own version and the first digits of its digest: `2026.11.1+3f9a0c12d4e5`. */
    readonly version: string,
    readonly roads: Roads,
  ) {}

  static async load(folder: string): Promise<GovernanceModel> {
    const file = join(folder, 'model.yaml');
    return GovernanceModel.parse(await readFile(file, 'utf8'), file);
  }

  static parse(text: string, file: string): GovernanceModel {
    const parsed = schema.safeParse(parse(text));
    if (!parsed.success) throw new InvalidGovernanceModel(`${file}: ${z.prettifyError(parsed.error)}`);
    const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
    return new GovernanceModel(`${parsed.data.version}+${digest}`, parsed.data.roads);
  }

  /** What every active person of this department holds. */
  birthrightOf(department: string | undefined): readonly Birthright[] {
    const { birthright } = this.roads.workforce.person;
    return [...(birthright['*'] ?? []), ...((department && birthright[department.toLowerCase()]) || [])];
  }
}
