import { sha256Hex } from '@trivium/credentials';
import { badRequest, parseBody, tooLarge } from '@trivium/runtime';
import { z } from 'zod';
import { action, resource, subject } from '../authzen/evaluation-request.js';
import { canonicalJson } from './canonical-json.js';
import type { DeniedAccess } from './denial.js';

/** The most items that are asked for together. */
export const maxItems = 20;
const maxLength = 65_536;

const text = z.string().min(1).max(500);
const instant = z.iso.datetime({ offset: true }).transform((one) => new Date(one));
const bag = z.record(z.string(), z.unknown());

/** Access request profile, section 10.1. What it does not name is ignored, or kept where it may be extended. */
const denial = z.object({
  evaluation_id: text.optional(),
  expires_at: instant,
  reason: text.optional(),
  binding_token: z.string().min(1).max(32_768).optional(),
  template: text.optional(),
});
export type SubmittedDenial = z.output<typeof denial>;

const context = z.looseObject({ business_justification: text.optional() }).optional();

const requestedAccess = z.looseObject({
  requested_until: z.iso.datetime({ offset: true }).optional(),
  emergency: z.boolean().optional(),
});
type RequestedAccess = z.output<typeof requestedAccess>;

const actor = z.looseObject({ id: text, act: bag.optional() });
const client = z.looseObject({ id: text.optional(), actor: actor.optional() });

const common = {
  subject,
  context,
  denial: denial.optional(),
  requested_access: requestedAccess.optional(),
  callback: bag.optional(),
  client: client.optional(),
};
const item = z.object({
  resource,
  action,
  requested_access: requestedAccess.optional(),
  denial: denial.optional(),
});
const single = z.object({ ...common, resource, action });
const bundle = z.object({
  ...common,
  resource: z.undefined({ error: 'must be absent beside items' }).optional(),
  action: z.undefined({ error: 'must be absent beside items' }).optional(),
  items: z.array(item).min(1).max(maxItems),
});

export interface SubmittedItem extends Pick<DeniedAccess, 'resource' | 'action'> {
  readonly requestedAccess?: RequestedAccess;
  readonly denial?: SubmittedDenial;
}

export interface Submission {
  readonly subject: DeniedAccess['subject'];
  readonly items: readonly SubmittedItem[];
  readonly bundled: boolean;
  readonly context?: NonNullable<z.output<typeof context>>;
  readonly client?: z.output<typeof client>;
  /** The same for every equivalent body. */
  readonly digest: string;
}

/** Throws a `Problem` for what is none, for what is too large, and for what this service does not do. */
export function parseSubmission(body: unknown): Submission {
  const bundled = z.object({ items: z.unknown().refine((one) => one !== undefined) }).safeParse(body).success;
  const { items, ...common } = bundled ? itemsOf(parseBody(bundle, body)) : itemOf(parseBody(single, body));
  const canonical = canonicalJson(body);
  if (canonical.length > maxLength) throw tooLarge('The request is larger than this address takes.');
  if (common.callback) throw noCallbacks();
  return {
    subject: common.subject,
    items,
    bundled,
    ...(common.context && { context: common.context }),
    ...(common.client && { client: common.client }),
    digest: sha256Hex(canonical),
  };
}

function itemsOf({ items, ...common }: z.output<typeof bundle>) {
  return {
    ...common,
    items: items.map((one) =>
      submittedItem(
        one,
        { ...common.requested_access, ...one.requested_access },
        one.denial ?? common.denial,
      ),
    ),
  };
}

function itemOf(one: z.output<typeof single>) {
  return { ...one, items: [submittedItem(one, one.requested_access ?? {}, one.denial)] };
}

function submittedItem(
  { resource: what, action: how }: Pick<DeniedAccess, 'resource' | 'action'>,
  wanted: RequestedAccess,
  bound: SubmittedDenial | undefined,
): SubmittedItem {
  return {
    resource: what,
    action: how,
    ...(Object.keys(wanted).length > 0 && { requestedAccess: wanted }),
    ...(bound && { denial: bound }),
  };
}

/** Section 13: a callback goes to an address that was agreed upon, and there is none here. */
function noCallbacks() {
  const detail = 'No callback is agreed upon with this caller; ask the status endpoint.';
  return badRequest(detail, [{ pointer: '/callback', detail: 'must be absent' }], 'ERR_CALLBACK_NOT_ALLOWED');
}
