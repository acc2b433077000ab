import fc from 'fast-check';
import { engineOf, loadGovernance, type Governance } from '../governance.js';
import { PolicyEngine } from './policy-engine.js';
import type { CedarValue, Question } from './question.js';

let governance: Governance;
let engine: PolicyEngine;
let forgetful: PolicyEngine;

beforeAll(async () => {
  governance = await loadGovernance('governance');
  engine = engineOf(governance);
  const { schema, version, model } = governance;
  const policies = governance.policies.map((policy) => ({
    ...policy,
    regard: { identity: 'always' as const, now: 'exactly' as const },
  }));
  forgetful = new PolicyEngine({ schema, policies, version, modeOf: (control) => model.modeOf(control) });
});
afterAll(() => {
  engine.dispose();
  forgetful.dispose();
});

interface Twist {
  readonly principalId: string | undefined;
  readonly now: number | undefined;
  readonly number: number | undefined;
  readonly without: number | undefined;
}

/** Few values, so that many questions are almost the same. */
const few = fc.option(fc.integer({ min: 999, max: 1_002 }), { nil: undefined });
const twist: fc.Arbitrary<Twist> = fc.record({
  principalId: fc.option(fc.constantFrom('ines', 'omar', 'staff'), { nil: undefined }),
  now: few,
  number: few,
  without: fc.option(fc.nat({ max: 12 }), { nil: undefined }),
});

function twisted(question: Question, { principalId, now, number, without }: Twist): Question {
  const { principal, action, resource, context, entities } = question;
  const named = { ...principal, id: principalId ?? principal.id };
  const numbered = (values: Readonly<Record<string, CedarValue>>, skip?: number) =>
    Object.fromEntries(
      Object.entries(values)
        .filter((_, at) => at !== skip)
        .map(([name, value]) => [name, typeof value === 'number' ? (number ?? value) : value]),
    );
  return {
    principal: named,
    action,
    resource,
    context: { ...numbered(context, without), ...(now !== undefined && { now }) },
    entities: entities.map(({ uid, attrs, parents }) => ({
      uid: uid.id === principal.id && uid.type === principal.type ? named : uid,
      attrs: numbered(attrs, without),
      parents,
    })),
  };
}

it('a remembered decision is the one that would be made again', () => {
  fc.assert(
    fc.property(fc.nat(), fc.array(twist, { minLength: 2, maxLength: 8 }), (pick, twists) => {
      const question = governance.cases[pick % governance.cases.length];
      for (const one of question ? twists : []) {
        const asked = twisted(question!, one);
        expect(engine.decide(asked)).toEqual(forgetful.decide(asked));
      }
    }),
    { numRuns: 400 },
  );
});
