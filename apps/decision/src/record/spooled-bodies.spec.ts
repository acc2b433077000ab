import { decisionsRecordedV1, decisionsRecordedV2, recordsFrom } from '@trivium/contracts';
import { newDecisionId } from '@trivium/identity';
import { gapLine, recordLine } from './decision-lines.js';
import { SharedLines, type LeaningLine } from './shared-lines.js';
import { spooledBodies } from './spooled-bodies.js';

const at = new Date('2026-03-02T08:15:30.125Z');
const gap = gapLine({ from: at.toISOString(), until: at.toISOString(), count: 3 });

function answer(id: string, caller = 'tools', table = 'orders'): LeaningLine {
  const request = {
    subject: { type: 'person', id },
    action: { name: 'read' },
    resource: { type: 'table', id: table },
  };
  const decision = {
    decisionId: newDecisionId(),
    at,
    reason: 'no_grant' as const,
    dataAgeMs: 5,
    failMode: 'strict' as const,
    policyVersion: '2026.11.1+0123456789ab',
  };
  return recordLine({ request, decision, caller, isPrivileged: false });
}

function written(...lines: readonly (string | LeaningLine)[]): readonly string[] {
  const shared = new SharedLines();
  return lines
    .map((line) => shared.textOf(line))
    .join('')
    .split('\n')
    .slice(0, -1);
}
const read = (lines: readonly string[]) =>
  spooledBodies('run', lines).bodies.map(({ definition, value }) => {
    expect(definition).toBe(decisionsRecordedV2);
    return decisionsRecordedV2.data.parse(JSON.parse(value));
  });
const subjects = (lines: readonly string[]) =>
  read(lines).flatMap((event) => recordsFrom(event).map(({ subject, caller }) => [subject.id, caller]));

describe('what is spooled', () => {
  it('has what decisions have in common once', () => {
    const [event] = read(written(answer('a'), answer('b', 'other'), gap, answer('c')));
    expect(event?.templates.map(({ caller }) => caller)).toEqual(['tools', 'other']);
    expect(event?.decisions.map(({ template, subjectId }) => [template, subjectId])).toEqual([
      [0, 'a'],
      [1, 'b'],
      [0, 'c'],
    ]);
    expect(event?.gaps).toHaveLength(1);
  });

  it('is as many events as the contract asks for, each with the templates that it needs', () => {
    const callerOf = (turn: number) => (turn < 1_200 ? `tool-${turn % 3}` : 'late');
    const lines = written(...Array.from({ length: 1_500 }, (_, turn) => answer(`s-${turn}`, callerOf(turn))));
    expect(read(lines).map(({ templates, decisions }) => [templates.length, decisions.length])).toEqual([
      [3, 1_000],
      [4, 500],
    ]);
    expect(subjects(lines)).toEqual(
      Array.from({ length: 1_500 }, (_, turn) => [`s-${turn}`, callerOf(turn)]),
    );
    expect(spooledBodies('run', lines).count).toBe(1_500);
  });

  it('is small enough for a broker, whatever was asked', () => {
    const long = Array.from({ length: 20 }, (_, turn) => answer(`s-${turn}`, `${turn}${'x'.repeat(50_000)}`));
    const { bodies } = spooledBodies('run', written(...long));
    expect(bodies.length).toBeGreaterThan(2);
    for (const { value } of bodies) expect(value.length).toBeLessThan(410_000);
    expect(subjects(written(...long))).toHaveLength(20);
  });

  it('by a former version is told as that version would have', () => {
    const whole = {
      decisionId: newDecisionId(),
      at: at.toISOString(),
      decision: 'deny',
      reason: 'no_grant',
      caller: 'tools',
      subject: { type: 'person', id: 'a' },
      action: 'read',
      resource: { type: 'table', id: 'orders' },
      privileged: false,
      policyVersion: '2026.11.1+0123456789ab',
      determining: [],
      failMode: 'strict',
    };
    const { bodies, count } = spooledBodies('run', [`r${JSON.stringify(whole)}`, gap]);
    expect(count).toBe(2);
    expect(bodies.map(({ definition }) => definition)).toEqual([decisionsRecordedV1]);
    const { records, gaps } = decisionsRecordedV1.data.parse(JSON.parse(bodies[0]?.value ?? ''));
    expect([records.map(({ subject }) => subject.id), gaps.length]).toEqual([['a'], 1]);
  });

  it.each([
    { name: 'of a kind of another version', lines: ['z{}'] },
    { name: 'that leans on nothing', lines: [`4\t${answer('a').text}`] },
  ])('and has a line $name is not taken for sent', ({ lines }) => {
    expect(() => spooledBodies('run', lines)).toThrow('cannot read');
  });
});
