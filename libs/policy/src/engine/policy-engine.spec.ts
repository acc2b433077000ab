import { engineOf, parseGovernance, type Governance } from '../governance.js';
import { bundleOf, readBundle } from '../bundle/bundle.js';
import { PolicyEngine } from './policy-engine.js';
import type { CedarValue, Entity, Question } from './question.js';

let governance: Governance;
let engine: PolicyEngine;

beforeAll(async () => {
  governance = parseGovernance(await readBundle('governance'));
  engine = engineOf(governance);
});
afterAll(() => engine.dispose());

const ines: Entity = {
  uid: { type: 'Person', id: 'ines' },
  attrs: { kind: 'employee', status: 'active' },
  parents: [],
};
const orders: Entity = {
  uid: { type: 'Resource', id: 'table:orders' },
  attrs: { environment: 'test', sensitivity: 'internal', privileged: false, internetFacing: false },
  parents: [],
};

function asking(context: Record<string, CedarValue> = {}, over: Partial<Question> = {}): Question {
  return {
    principal: ines.uid,
    action: 'read',
    resource: orders.uid,
    context: { granted: true, now: 1_000, ...context },
    entities: [ines, orders],
    ...over,
  };
}

/** The same files, with another mode for one control. */
function inMode(control: string, mode: string): PolicyEngine {
  const files = governance.bundle.files.map(({ path, text }) => ({
    path,
    text: path === 'model.yaml' ? text.replace('controls: {}', `controls: { ${control}: ${mode} }`) : text,
  }));
  return engineOf(parseGovernance(bundleOf(files)));
}

describe('the policy engine', () => {
  it('says which policies decided', () => {
    expect(engine.decide(asking())).toEqual({
      decision: 'allow',
      determining: ['person-granted-access'],
      advice: [],
      errors: [],
    });
    expect(engine.decide(asking({ risk: 99 })).determining).toEqual(['risky-session-is-stopped']);
  });

  it.each([
    {
      name: 'a word where a number belongs',
      given: asking({ risk: 'high' }),
      want: 'risky-session-is-stopped',
    },
    { name: 'a missing fact', given: asking({}, { context: {} }), want: 'person-granted-access' },
    {
      name: 'a missing attribute',
      given: asking({}, { entities: [{ ...ines, attrs: { kind: 'employee' } }, orders] }),
      want: 'person-not-employed',
    },
    {
      name: 'an unknown principal',
      given: asking({}, { entities: [orders] }),
      want: 'nothing is known of Person::"ines"',
    },
    {
      name: 'an unknown action',
      given: asking({}, { action: 'constructor' }),
      want: 'no policy speaks of a Person',
    },
    {
      name: 'an unknown type of principal',
      given: asking({}, { principal: { type: 'Role', id: 'x' } }),
      want: 'no policy speaks of a Role',
    },
    {
      name: 'an entity that is given twice, differently',
      given: asking({}, { entities: [ines, { ...ines, attrs: { kind: 'intern', status: 'left' } }, orders] }),
      want: 'duplicate entity',
    },
  ])('denies $name, and says why for the log', ({ given, want }) => {
    const { decision, determining, errors } = engine.decide(given);
    expect({ decision, determining }).toEqual({ decision: 'deny', determining: [] });
    expect(errors.join()).toContain(want);
  });

  it.each(['observe', 'warn'])('lets a control in %s say what it would do, and nothing more', (mode) => {
    const lenient = inMode('continuous-evaluation', mode);
    const { decision, advice } = lenient.decide(asking({ risk: 99 }));
    expect(decision).toBe('allow');
    expect(advice).toEqual([
      { policy: 'risky-session-is-stopped', control: 'continuous-evaluation', mode, would: 'deny' },
    ]);
    expect(lenient.decide(asking({ risk: 1 })).advice).toEqual([]);
    lenient.dispose();
  });

  it('grants nothing by a control that only observes', () => {
    const lenient = inMode('least-privilege', 'observe');
    const { decision, advice } = lenient.decide(asking());
    expect({ decision, would: advice.map(({ would }) => would) }).toEqual({
      decision: 'deny',
      would: ['allow'],
    });
    lenient.dispose();
  });

  it('decides the same from its slices as from all policies at once', () => {
    const whole = governance.policies.map((policy) => ({ ...policy, scope: {} }));
    const { schema, version } = governance;
    const unsliced = new PolicyEngine({ schema, policies: whole, version, modeOf: () => 'enforce' });
    for (const one of governance.cases) expect(unsliced.decide(one)).toEqual(engine.decide(one));
    unsliced.dispose();
  });

  it('takes a name that it does not know for mere use', () => {
    expect(
      ['read', 'admin', 'refresh', 'call_tool', '__proto__'].map((name) => engine.actionFor(name)),
    ).toEqual(['read', 'admin', 'use', 'use', 'use']);
  });

  it('keeps the policies of two versions apart, also after one was disposed of', () => {
    const [one, other] = [
      inMode('continuous-evaluation', 'observe'),
      inMode('continuous-evaluation', 'warn'),
    ];
    one.dispose();
    const third = inMode('continuous-evaluation', 'enforce');
    const modes = [other, third].map((each) => each.decide(asking({ risk: 99 })).decision);
    expect(modes).toEqual(['allow', 'deny']);
    expect(engine.decide(asking({ risk: 99 })).decision).toBe('deny');
    other.dispose();
    third.dispose();
  });
});
