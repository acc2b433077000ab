import { randomInt, randomUUID } from 'node:crypto';
import { cast } from './people-and-things.mjs';
import { signReceipt } from './signing.mjs';

const pick = (list) => list[randomInt(list.length)];
const after = (start, ms) => new Date(start + ms).toISOString();

const evidence = {
  postgres: {
    sqlState: '28000',
    message: 'role is not permitted to log in',
    sessionsEnded: 2,
    grantsRemoved: 5,
  },
  valkey: { reply: 'WRONGPASS invalid username-password pair or user is disabled.' },
  kafka: { error: 'SASL_AUTHENTICATION_FAILED', aclsRemoved: 4 },
  webhook: { status: 200, acknowledged: true },
  trivium: { error: 'invalid_grant', links: 1 },
};
const methods = {
  postgres: 'login-attempt',
  valkey: 'login-attempt',
  kafka: 'login-attempt',
  webhook: 'acknowledgement',
  trivium: 'token-exchange',
};

/** When each thing happens, in milliseconds since the event. `pace` stretches eradication and verification. */
function timesOf(pace) {
  const contained = randomInt(2, 9) + (randomInt(20) === 0 ? 20 : 0);
  const eradicated = contained + Math.round(randomInt(60, 900) * pace);
  return { contained, eradicated, verified: eradicated + Math.round(randomInt(8, 90) * pace) };
}

/** One revocation from its beginning to its end; `at(now)` is what a road would say of it at that moment. */
export function createStory(road, eventAt, { pace = 1, stuck } = {}) {
  const { kinds, reasons, labels, prefix, targets } = cast[road];
  const times = timesOf(pace);
  const base = {
    revocationId: `rev_${randomUUID()}`,
    road,
    subject: { id: prefix + randomUUID(), kind: pick(kinds), label: pick(labels) },
    reason: pick(reasons),
    eventAt: new Date(eventAt).toISOString(),
    owner: stuck ? 'Priya Haldane' : undefined,
    deadline: stuck ? after(eventAt, 4 * 3600_000) : undefined,
  };
  const story = {
    base,
    eventAt,
    times,
    targets,
    stuck,
    receiptIds: targets.map(() => `rct_${randomUUID()}`),
  };
  return { ...story, view: (now) => viewOf(story, now), receipts: (now) => receiptsOf(story, now) };
}

const stuckTargets = (story, elapsed) => (story.stuck && elapsed >= story.times.eradicated ? 1 : 0);

function viewOf({ base, eventAt, times, targets, ...story }, now) {
  const elapsed = now - eventAt;
  const reached = (stage) => elapsed >= times[stage] && !(story.stuck && stage !== 'contained');
  const held = story.stuck ? 1 : 0;
  const stage = ['verified', 'eradicated', 'contained'].find(reached) ?? 'received';
  const done = (at) => (elapsed >= at ? targets.length - held : 0);
  return {
    ...base,
    ...(reached('contained') && { containedAt: after(eventAt, times.contained) }),
    ...(reached('eradicated') && { eradicatedAt: after(eventAt, times.eradicated) }),
    ...(reached('verified') && { verifiedAt: after(eventAt, times.verified) }),
    stage,
    targets: {
      total: targets.length,
      eradicated: done(times.eradicated),
      verified: done(times.verified),
      attention: stuckTargets({ ...story, times }, elapsed),
    },
  };
}

function receiptsOf(story, now) {
  return story.targets.map(([target, kind, account], index) => {
    const held = story.stuck && index === story.targets.length - 1;
    return held ? heldReceipt(story, target, kind, account, now) : goodReceipt(story, index, now);
  });
}

function heldReceipt(story, target, kind, account, now) {
  const common = { target, kind, account, stage: 'pending', status: story.stuck, attempts: 6 };
  if (story.stuck === 'unsupported')
    return {
      ...common,
      attempts: 1,
      lastError: `target "${target}" cannot verify: it does not say whether a badge still opens`,
    };
  return {
    ...common,
    nextAttemptAt: after(now, 42_000),
    lastError: `target "${target}" did not answer to revoke: connect ECONNREFUSED`,
  };
}

function goodReceipt({ base, eventAt, times, targets, receiptIds }, index, now) {
  const [target, kind, account] = targets[index];
  const elapsed = now - eventAt;
  const common = { target, kind, account, attempts: elapsed >= times.contained ? 1 : 0 };
  if (elapsed < times.eradicated) return { ...common, stage: 'pending', status: 'pending' };
  const eradicated = {
    ...common,
    eradicatedAt: after(eventAt, times.eradicated),
    status: 'pending',
    stage: 'eradicated',
  };
  if (elapsed < times.verified) return eradicated;
  const receipt = {
    ...eradicated,
    receiptId: receiptIds[index],
    stage: 'verified',
    status: 'confirmed',
    method: methods[kind],
    evidence: evidence[kind],
    verifiedAt: after(eventAt, times.verified),
  };
  return {
    ...receipt,
    jws: signReceipt(base.road, { revocation: base.revocationId, subject: base.subject.id, ...receipt }),
  };
}
