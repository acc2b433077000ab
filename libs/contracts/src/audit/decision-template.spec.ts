import fc from 'fast-check';
import { decisionsRecordedV2 } from './decisions-recorded.v2.js';
import { recordsFrom, templateOf } from './decision-template.js';

const at = '2026-03-02T08:15:30.125Z';
const subjectId = 'per_0b6c2f4e-1d52-5c3a-9f0e-2a1b3c4d5e6f';
const who = { type: 'Person', id: subjectId };
const orders = { type: 'Resource', id: 'table:orders' };
const question = {
  principal: who,
  action: 'read',
  resource: orders,
  context: { granted: true, now: Date.parse(at) },
  entities: [
    { uid: who, attrs: { kind: 'employee' }, parents: [] },
    { uid: orders, attrs: { privileged: false }, parents: [] },
  ],
};
const record = {
  decisionId: 'dec_0d0e7c9a-3a51-4a0b-9c57-0d8c9a3f1b22',
  at,
  decision: 'allow' as const,
  reason: 'granted',
  caller: 'tools',
  subject: { type: 'person', id: subjectId },
  action: 'read',
  resource: { type: 'table', id: 'orders' },
  privileged: false,
  policyVersion: '2026.11.1+0123456789ab',
  determining: ['person-granted-access'],
  failMode: 'strict' as const,
  dataAgeMs: 5,
  question,
};
const another = {
  ...record,
  decisionId: 'dec_1d0e7c9a-3a51-4a0b-9c57-0d8c9a3f1b22',
  at: '2026-03-02T08:15:31.000Z',
  subject: { type: 'person', id: 'per_1b6c2f4e-1d52-5c3a-9f0e-2a1b3c4d5e6f' },
  resource: { type: 'table', id: 'salaries' },
  dataAgeMs: 7,
};
const otherWho = { ...who, id: another.subject.id };
const salaries = { ...orders, id: 'table:salaries' };
const anotherQuestion = {
  ...question,
  principal: otherWho,
  resource: salaries,
  context: { granted: true, now: Date.parse(another.at) },
  entities: [
    { ...question.entities[0]!, uid: otherWho },
    { ...question.entities[1]!, uid: salaries },
  ],
};

const whole = (one: Parameters<typeof templateOf>[0]) => {
  const { template, blanks } = templateOf(one);
  return recordsFrom({ templates: [template], decisions: [{ template: 0, ...blanks }] });
};

describe('the template of a decision', () => {
  it('is the same for whoever asks the same about another resource at another moment', () => {
    expect(templateOf({ ...another, question: anotherQuestion }).template).toEqual(
      templateOf(record).template,
    );
  });

  it.each([
    { name: 'whose question the policies were asked', over: {} },
    { name: 'for which no policy was asked', over: { question: undefined } },
    { name: 'made before there were any data', over: { dataAgeMs: undefined } },
    { name: 'asked as of another moment', over: { question: { ...question, context: { now: 1 } } } },
    { name: 'asked without a moment', over: { question: { ...question, context: {} } } },
    { name: 'about another principal', over: { question: { ...question, principal: otherWho } } },
    {
      name: 'about another resource',
      over: { question: { ...question, resource: { type: 'Todo', id: '1' } } },
    },
    {
      name: 'about a resource of the same name',
      over: { question: { ...question, resource: { type: 'Todo', id: 'orders' } } },
    },
    { name: 'about oneself', over: { question: { ...question, resource: who } } },
  ])('makes one $name whole again', ({ over }) => {
    const { dataAgeMs, question: asked, ...rest } = { ...record, ...over };
    expect(whole({ ...record, ...over })).toEqual([
      { ...rest, ...(dataAgeMs !== undefined && { dataAgeMs }), ...(asked && { question: asked }) },
    ]);
  });

  it('loses nothing of any question', () => {
    const id = fc.constantFrom('', 'a', 'b:a', 'a:a', subjectId, 'orders', 'table:orders', 'now');
    const ref = fc.record({ type: fc.constantFrom('Person', 'Resource', ''), id });
    const values = fc.dictionary(
      fc.constantFrom('now', 'granted', 'id'),
      fc.oneof(fc.integer(), fc.string(), fc.boolean()),
    );
    const asked = fc.record({
      principal: ref,
      action: fc.string(),
      resource: ref,
      context: values,
      entities: fc.array(fc.record({ uid: ref, attrs: values, parents: fc.array(ref) })),
    });
    fc.assert(
      fc.property(asked, id, id, (any, of, about) => {
        const one = {
          ...record,
          subject: { type: '', id: of },
          resource: { type: '', id: about },
          question: any,
        };
        expect(whole(one)).toEqual([one]);
      }),
    );
  });
});

it('a decision that names a template that does not come with it is not what the contract allows', () => {
  const { blanks } = templateOf(record);
  const data = { spool: 'run', templates: [], decisions: [{ template: 0, ...blanks }], gaps: [] };
  expect(decisionsRecordedV2.data.safeParse(data).success).toBe(false);
});
