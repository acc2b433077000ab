import type { AuditEntry, EventData, ocsfPublishedV1 } from '@trivium/contracts';
import { categories, classes, wordFor, type OcsfWord } from './ocsf-words.js';

export type OcsfEvent = EventData<typeof ocsfPublishedV1>;

const version = '1.5.0';
const severities = {
  informational: [1, 'Informational'],
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
} as const;
const statuses = {
  success: [1, 'Success'],
  failure: [2, 'Failure'],
  ignored: [99, 'Ignored'],
  unknown: [0, 'Unknown'],
} as const;
/** A finding has a life of its own: what did not concern us is suppressed, what did is new until it is dealt with. */
const findingStatuses = {
  success: [1, 'New'],
  failure: [1, 'New'],
  ignored: [3, 'Suppressed'],
  unknown: [0, 'Unknown'],
} as const;

/** One entry in the words of the Open Cybersecurity Schema Framework (schema version 1.5). Times are epoch milliseconds. */
export function toOcsf(entry: AuditEntry, loggedAt: Date): OcsfEvent {
  const word = wordFor(entry);
  return { ...base(entry, word, loggedAt), ...said[word.class](entry, word) };
}

function base(entry: AuditEntry, word: OcsfWord, loggedAt: Date): OcsfEvent {
  const cls = classes[word.class];
  const [severity_id, severity] = severities[word.severity];
  const known = word.class === 'detection_finding' ? findingStatuses : statuses;
  const [status_id, status] = known[entry.outcome];
  return {
    class_uid: cls.uid,
    class_name: cls.name,
    category_uid: cls.category,
    category_name: categories[cls.category],
    activity_id: word.activity,
    activity_name: word.activityName,
    type_uid: cls.uid * 100 + word.activity,
    type_name: `${cls.name}: ${word.activityName}`,
    severity_id,
    severity,
    status_id,
    status,
    time: Date.parse(entry.at),
    message: word.sentence,
    metadata: {
      uid: entry.entryId,
      version,
      product: { name: 'Trivium', vendor_name: 'Trivium', feature: { name: entry.service } },
      event_code: entry.action,
      log_name: 'audit.entry',
      logged_time: loggedAt.getTime(),
      profiles: [],
      ...(entry.revocationId && { correlation_uid: entry.revocationId }),
    },
    observables: [{ name: observed[word.class], type_id: 99, type: 'Identity', value: entry.subject.id }],
    unmapped: unmapped(entry),
    ...(entry.reason && { status_detail: entry.reason }),
  };
}

const observed = {
  account_change: 'user.uid',
  user_access: 'user.uid',
  authentication: 'user.uid',
  entity_management: 'entity.uid',
  detection_finding: 'resources.uid',
  api_activity: 'actor.user.uid',
} as const;

/** What OCSF has no field for: the delegation chain, the policy version, the digest of the receipt. */
function unmapped({
  chain,
  policyVersion,
  evidenceDigest,
  road,
  traceId,
  account,
  detail,
  target,
}: AuditEntry): Record<string, unknown> {
  const fields = {
    chain,
    policy_version: policyVersion,
    evidence_sha256: evidenceDigest,
    road,
    trace_id: traceId,
    account,
    target,
    detail,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const actorOf = ({ actor }: AuditEntry) => ({
  user: {
    uid: actor.id,
    name: actor.id,
    type_id: actor.kind === 'person' || actor.kind === 'caller' ? 1 : 3,
    type: actor.kind === 'person' || actor.kind === 'caller' ? 'User' : 'System',
  },
});

/** Those whose access is governed, and those who sign in to govern it. */
const people: ReadonlySet<string> = new Set(['person', 'user']);

const userOf = ({ subject, account }: AuditEntry) => ({
  uid: subject.id,
  name: subject.label ?? subject.id,
  // Version 1.5 knows users, administrators and systems; who is none of them is said in words.
  type_id: people.has(subject.kind) ? 1 : 99,
  type: people.has(subject.kind) ? 'User' : 'Service',
  ...(account && { account: { name: account, type_id: 99, type: 'Target account' } }),
});

const resourceOf = (target: string) => ({ name: target, uid: target, type: 'target system' });

const said: Readonly<
  Record<OcsfWord['class'], (entry: AuditEntry, word: OcsfWord) => Record<string, unknown>>
> = {
  account_change: (entry) => ({
    actor: actorOf(entry),
    user: userOf(entry),
  }),
  user_access: (entry) => ({
    actor: actorOf(entry),
    user: userOf(entry),
    privileges: [entry.reason ?? entry.action],
    ...(entry.target && { resources: [resourceOf(entry.target)] }),
  }),
  authentication: (entry) => ({
    actor: actorOf(entry),
    user: userOf(entry),
    service: { name: entry.service },
  }),
  entity_management: (entry) => ({
    actor: actorOf(entry),
    entity: {
      uid: entry.subject.id,
      name: entry.subject.label ?? entry.subject.id,
      type: entry.subject.kind,
    },
  }),
  api_activity: (entry) => ({
    actor: { user: userOf(entry) },
    api: { operation: String(entry.detail?.operation ?? entry.action), service: { name: entry.service } },
    src_endpoint: { name: entry.actor.id, uid: entry.actor.id },
    ...(entry.target && { resources: [resourceOf(entry.target)] }),
  }),
  detection_finding: (entry, word) => ({
    evidences: [{ actor: actorOf(entry) }],
    finding_info: {
      uid: entry.entryId,
      title: word.sentence,
      created_time: Date.parse(entry.at),
      types: [entry.action],
    },
    resources: [
      { uid: entry.subject.id, name: entry.subject.label ?? entry.subject.id, type: entry.subject.kind },
    ],
  }),
};
