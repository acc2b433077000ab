import { personIdFor } from '@trivium/identity';
import type { Role } from '@trivium/runtime';
import { FakeClock } from '@trivium/testing';
import { approvedUntil, speakerFor, statusAt, type AccessRequest } from './access-request.js';
import { someRequest } from '../testing/fake-access-request.store.js';

const clock = new FakeClock();
const now = clock.now();
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const subject = { type: 'person', id: personIdFor('hr', '1') };
const request = (over: Partial<AccessRequest> = {}) => someRequest(now, { subject, ...over });
const caller = (person: string, ...roles: readonly Role[]) => ({ subject: person, person, roles });
const marta = caller('user:marta', 'manager');
const approved = { approver: 'manager', by: 'user:marta', at: now } as const;
const both = ['manager', 'security'] as const;

describe('a request is approved', () => {
  it.each([
    { name: 'by whom the model names', by: marta, want: 'manager' },
    {
      name: 'by a second one',
      by: caller('user:sam', ...both),
      over: { approvals: [approved] },
      want: 'security',
    },
    {
      name: 'by one person for one role only',
      by: { ...marta, roles: both },
      over: { approvals: [approved] },
      want: 'ERR_APPROVED_ALREADY',
    },
    {
      name: 'by one person once, with whatever tokens',
      by: { ...marta, subject: 'api-token:tok_2', roles: both },
      over: { approvals: [approved] },
      want: 'ERR_APPROVED_ALREADY',
    },
    {
      name: 'by nobody else',
      by: caller('user:ines', 'admin'),
      want: 'ERR_NOT_THE_APPROVER',
    },
    {
      name: 'never again for the same role',
      by: caller('user:mo', 'manager'),
      over: { approvals: [approved] },
      want: 'ERR_NOT_THE_APPROVER',
    },
    {
      name: 'never by its subject',
      by: { ...marta, subject: `person:${subject.id}` },
      want: 'ERR_OWN_REQUEST',
    },
    {
      name: 'never by a token of its subject',
      by: { ...marta, subject: 'api-token:tok_3', person: `person:${subject.id}` },
      want: 'ERR_OWN_REQUEST',
    },
    { name: 'never by who asks', by: { ...marta, subject: 'tools' }, want: 'ERR_OWN_REQUEST' },
    {
      name: 'never once it is closed',
      by: marta,
      over: { status: 'denied' as const },
      want: 'ERR_REQUEST_CLOSED',
    },
    { name: 'never once it has expired', by: marta, over: { expiresAt: now }, want: 'ERR_REQUEST_CLOSED' },
  ])('$name: $want', ({ by, over, want }) => {
    const as = want.startsWith('ERR_') ? { refused: want } : { as: want };
    expect(speakerFor(request(over), both, by, now)).toEqual(as);
  });

  it.each([
    { name: 'as long as is usual', want: later(60) },
    { name: 'as long as was asked for', requestedUntil: later(10), want: later(10) },
    { name: 'longer than usual', requestedUntil: later(80), want: later(80) },
    { name: 'never longer than anything', requestedUntil: later(1_000), want: later(100) },
  ])('for $name', ({ requestedUntil, want }) => {
    const ttl = { default: 60_000, max: 100_000 };
    expect(approvedUntil({ ...(requestedUntil && { requestedUntil }) }, ttl, now)).toEqual(want);
  });
});

it.each([
  { name: 'waits', over: {}, want: 'pending' },
  { name: 'waits no longer', over: { expiresAt: now }, want: 'expired' },
  { name: 'stays what it became', over: { expiresAt: now, status: 'cancelled' as const }, want: 'cancelled' },
])('a request $name', ({ over, want }) => {
  expect(statusAt(request(over), now)).toBe(want);
});
