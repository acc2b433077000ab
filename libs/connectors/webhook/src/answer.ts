import {
  InvalidAccount,
  TargetRefused,
  TargetUnavailable,
  UnsupportedByTarget,
  type ConnectorAct,
} from '@trivium/revocation';
import { z } from 'zod';

const evidence = z
  .record(z.string().max(100), z.union([z.string().max(500), z.number(), z.boolean()]))
  .default({});

/** What a target answers to each order; anything else counts as no answer. */
export const answers = {
  provision: z.object({ status: z.literal('provisioned') }),
  issue: z.object({ status: z.literal('issued'), secret: z.string().min(1) }),
  rotate: z.object({ status: z.literal('rotated'), secret: z.string().min(1) }),
  revoke: z.object({ status: z.enum(['revoked', 'already']), evidence }),
  verify: z.object({ access: z.enum(['refused', 'accepted']), evidence }),
  discover: z.object({
    accounts: z.array(
      z.object({
        name: z.string(),
        entitlements: z.array(z.string()),
        enabled: z.boolean(),
        sessions: z.int().optional(),
      }),
    ),
    next: z.string().optional(),
  }),
} as const satisfies Record<ConnectorAct, z.ZodType>;

/** Not there, not allowed or not implemented: the target has no such act, now or later. */
const never = new Set([404, 405, 410, 501]);
/** Our own signature or standing is refused: somebody has to repair it. */
const refused = new Set([400, 401, 403, 409]);
/** Understood, and no account of this target can be like that. */
const impossible = 422;

const objection = z.object({ field: z.enum(['name', 'entitlements']) });

/**
 * The port's error for a status outside 2xx. 5xx, 429, 408 and redirects say nothing about the access. Of the body only
 * `{ "field": "name" | "entitlements" }` beside a 422 is looked at: its text may hold anything.
 */
export function failureOf(target: string, act: ConnectorAct, status: number, body?: unknown): Error {
  if (never.has(status)) return new UnsupportedByTarget(target, act, `it answered ${status}`);
  if (status === impossible) {
    const { data } = objection.safeParse(body);
    return new InvalidAccount(
      target,
      data?.field ?? 'name',
      `is nothing it can hold (it answered ${status})`,
    );
  }
  if (refused.has(status)) return new TargetRefused(target, act, String(status));
  return new TargetUnavailable(target, act, { cause: new Error(`it answered ${status}`) });
}
