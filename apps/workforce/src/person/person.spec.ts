import { personIdFor } from '@trivium/identity';
import fc from 'fast-check';
import { accountNameOf, decideJoin, decideLeave, type Person } from './person.js';

const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, 9, minute));
const known = (over: Partial<Person> = {}): Person => ({
  personId: personIdFor('hr', '1'),
  source: 'hr',
  externalId: '1',
  generation: 1,
  state: 'active',
  lastEventAt: at(10),
  ...over,
});
const leaver = (occurred: number, effective = occurred) => ({
  occurredAt: at(occurred),
  effectiveAt: at(effective),
});

describe('a hire', () => {
  it.each([
    {
      name: 'of somebody new begins the first generation',
      person: undefined,
      minute: 1,
      want: { do: 'hire', generation: 1 },
    },
    {
      name: 'of somebody who left begins another',
      person: known({ state: 'left' }),
      minute: 11,
      want: { do: 'hire', generation: 2 },
    },
    {
      name: 'of somebody of whom only a later departure is known is old news',
      person: known({ state: 'left', generation: 0 }),
      minute: 9,
      want: { do: 'nothing', because: 'superseded' },
    },
    { name: 'told again changes the profile at most', person: known(), minute: 10, want: { do: 'update' } },
    {
      name: 'of somebody whose departure lies ahead begins and will end then, whichever was told first',
      person: known({ state: 'left', generation: 0, leavesAt: at(50) }),
      minute: 9,
      want: { do: 'hire', generation: 1, leavesAt: at(50) },
    },
    {
      name: 'of somebody whose foreseen departure has come is old news',
      person: known({ state: 'left', generation: 0, leavesAt: at(19) }),
      minute: 9,
      want: { do: 'nothing', because: 'superseded' },
    },
  ])('$name', ({ person, minute, want }) => expect(decideJoin(person, at(minute), at(20))).toEqual(want));
});

describe('a departure', () => {
  it.each([
    { name: 'now ends all access', person: known(), event: leaver(11), want: { do: 'revoke' } },
    {
      name: 'in the future is scheduled',
      person: known(),
      event: leaver(11, 50),
      want: { do: 'schedule', at: at(50) },
    },
    {
      name: 'brought forward happens now',
      person: known({ state: 'leaving', leavesAt: at(50) }),
      event: leaver(12, 13),
      want: { do: 'revoke' },
    },
    {
      name: 'told again is nothing',
      person: known({ state: 'left' }),
      event: leaver(11),
      want: { do: 'nothing', because: 'already-left' },
    },
    {
      name: 'from before the rehire is old news',
      person: known({ generation: 2 }),
      event: leaver(9),
      want: { do: 'nothing', because: 'superseded' },
    },
    {
      name: 'of nobody we know is remembered',
      person: undefined,
      event: leaver(11),
      want: { do: 'remember' },
    },
    {
      name: 'of nobody we know that lies ahead is remembered with its time',
      person: undefined,
      event: leaver(11, 50),
      want: { do: 'remember', at: at(50) },
    },
    {
      name: 'of somebody yet to be hired may be brought forward',
      person: known({ state: 'left', generation: 0, leavesAt: at(50) }),
      event: leaver(12, 40),
      want: { do: 'remember', at: at(40) },
    },
    {
      name: 'of somebody yet to be hired may happen now',
      person: known({ state: 'left', generation: 0, leavesAt: at(50) }),
      event: leaver(12),
      want: { do: 'remember' },
    },
    {
      name: 'of somebody yet to be hired that is older than what is known is old news',
      person: known({ state: 'left', generation: 0, leavesAt: at(50) }),
      event: leaver(9, 30),
      want: { do: 'nothing', because: 'superseded' },
    },
    {
      name: 'of somebody who was never here, told again, is nothing',
      person: known({ state: 'left', generation: 0 }),
      event: leaver(11),
      want: { do: 'nothing', because: 'already-left' },
    },
  ])('$name', ({ person, event, want }) => expect(decideLeave(person, event, at(20))).toEqual(want));
});

/** Applies decisions as the stores do. */
function after(
  person: Person | undefined,
  event: { kind: 'join' | 'leave'; minute: number },
): Person | undefined {
  const occurredAt = at(event.minute);
  if (event.kind === 'join') {
    const decision = decideJoin(person, occurredAt, at(59));
    if (decision.do === 'nothing') return person;
    return known({
      state: 'active',
      lastEventAt: occurredAt,
      generation: decision.do === 'hire' ? decision.generation : person!.generation,
    });
  }
  const decision = decideLeave(person, { occurredAt, effectiveAt: occurredAt }, at(59));
  if (decision.do === 'nothing') return person;
  return known({ ...person, state: 'left', lastEventAt: occurredAt, generation: person?.generation ?? 0 });
}

describe('events of one person', () => {
  const events = fc.array(
    fc.record({
      kind: fc.constantFrom('join' as const, 'leave' as const),
      minute: fc.integer({ min: 0, max: 50 }),
    }),
    { maxLength: 12 },
  );

  it('never lower a generation, in whatever order they arrive', () => {
    fc.assert(
      fc.property(events, (list) => {
        let person: Person | undefined;
        for (const event of list) {
          const next = after(person, event);
          expect(next?.generation ?? 0).toBeGreaterThanOrEqual(person?.generation ?? 0);
          person = next;
        }
      }),
    );
  });

  it('leave a hire and the departure that followed it at "left", whichever arrives first', () => {
    const [join, leave] = [
      { kind: 'join' as const, minute: 5 },
      { kind: 'leave' as const, minute: 6 },
    ];
    expect([join, leave].reduce(after, undefined)?.state).toBe('left');
    expect([leave, join].reduce(after, undefined)?.state).toBe('left');
  });

  it('give each employment an account name of its own', () => {
    expect(accountNameOf(known())).not.toBe(accountNameOf(known({ generation: 2 })));
    expect(accountNameOf(known())).toMatch(/^p_[0-9a-f]{24}_1$/);
  });
});
