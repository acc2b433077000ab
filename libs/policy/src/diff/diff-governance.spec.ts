import fc from 'fast-check';
import { bundleOf, readBundle, type Bundle } from '../bundle/bundle.js';
import { engineOf, parseGovernance, type Governance } from '../governance.js';
import { type PolicyEngine } from '../engine/policy-engine.js';
import type { Entity, Question } from '../engine/question.js';
import { readPolicies } from '../cedar/read-policies.js';
import type { Finding } from '../text/finding.js';
import { diffGovernance } from './diff-governance.js';

let bundle: Bundle;
let governance: Governance;

beforeAll(async () => {
  bundle = await readBundle('governance');
  governance = parseGovernance(bundle);
});

function edited(path: string, from: string | RegExp, to: string): Governance {
  const file = bundle.files.find((one) => one.path === path);
  const text = file?.text.replace(from, to) ?? '';
  if (text === file?.text) throw new Error(`${path} has no ${String(from)}`);
  return parseGovernance(bundleOf(bundle.files.map((one) => (one.path === path ? { path, text } : one))));
}

const model = (from: string | RegExp, to: string) => edited('model.yaml', from, to);

describe('what differs between two versions', () => {
  it('is nothing between equals, whatever the line endings', () => {
    const foreign = bundle.files
      .map(({ path, text }) => ({ path, text: text.replaceAll('\n', '\r\n') }))
      .reverse();
    expect(diffGovernance(governance, parseGovernance(bundleOf(foreign)))).toMatchObject({
      differences: [],
      widens: false,
    });
  });

  it('widens with every change of the entities that the files declare', () => {
    const declaring = (text: string) =>
      parseGovernance(bundleOf([...bundle.files, { path: 'entities.json', text }]));
    const system = { uid: { type: 'Role', id: 'clock' }, attrs: {}, parents: [] };
    const [none, one] = [declaring('[]'), declaring(JSON.stringify([system]))];
    for (const [before, after] of [
      [governance, one],
      [one, none],
    ] as const) {
      const { widens, differences } = diffGovernance(before, after);
      expect([widens, differences.map(({ what }) => what)]).toEqual([true, ['entities']]);
    }
  });

  it.each([
    {
      name: 'a longer life',
      after: () => model('ttl: { default: P90D, max: P365D }', 'ttl: { default: P91D, max: P365D }'),
      want: [
        'widens identities.workload.service_account.ttl.default: the usual life goes from 90 days to 91 days',
      ],
    },
    {
      name: 'a shorter life',
      after: () => model('ttl: { default: P90D, max: P365D }', 'ttl: { default: PT12H, max: P365D }'),
      want: [
        'narrows identities.workload.service_account.ttl.default: the usual life goes from 90 days to 12 hours',
      ],
    },
    {
      name: 'an approver less',
      after: () => model('by: [manager, sponsor]', 'by: [manager]'),
      want: ['widens identities.workforce.contractor.approval.by: the approvers lose sponsor'],
    },
    {
      name: 'an approver more',
      after: () => model('by: [manager, sponsor]', 'by: [manager, sponsor, security]'),
      want: ['narrows identities.workforce.contractor.approval.by: the approvers gain security'],
    },
    {
      name: 'another approver',
      after: () => model('by: [manager, sponsor]', 'by: [manager, owner]'),
      want: ['widens identities.workforce.contractor.approval.by: the approvers gain owner and lose sponsor'],
    },
    {
      name: 'a longer exception',
      after: () => model('longest: P30D', 'longest: P31D'),
      want: [
        'widens identities.workforce.employee.exceptions.retained_access.longest: the longest life of the exception goes from 30 days to 31 days',
      ],
    },
    {
      name: 'an exception more',
      after: () =>
        model(
          'exceptions: []',
          'exceptions: [{ kind: late_review, approvedBy: [manager, security], longest: P1D }]',
        ),
      want: ['widens identities.workforce.intern.exceptions.late_review: this exception is added'],
    },
    {
      name: 'no rotation any more',
      after: () => model(/ *rotation: \{ atShareOfLife: 0\.5.*\n/, ''),
      want: ['widens identities.workload.token.rotation: rotation is removed'],
    },
    {
      name: 'another birthright',
      after: () => model("'role:orders_read'", "'role:orders_write'"),
      want: [
        'widens roads.workforce.person.birthright.*.orders-db.entitlements: the birthright gain role:orders_write and lose role:orders_read',
      ],
    },
    {
      name: 'a lenient fail mode',
      after: () => model('failMode: strict', 'failMode: best_effort'),
      want: ['widens roads.workforce.failMode: the fail mode goes from strict to best_effort'],
    },
    {
      name: 'a fail mode for one action',
      after: () => model('failMode: strict', 'failMode: strict\n    failModes: { read: best_effort }'),
      want: ['widens roads.workforce.failModes.read: the setting is set to best_effort'],
    },
    {
      name: 'a forbidding control that only observes',
      after: () => model('controls: {}', 'controls: { continuous-evaluation: observe }'),
      want: ['widens continuous-evaluation: the control goes from enforce to observe'],
    },
    {
      name: 'a permitting control that only observes',
      after: () => model('controls: {}', 'controls: { access-review: observe }'),
      want: ['narrows access-review: the control goes from enforce to observe'],
    },
    {
      name: 'a forbid less, and its case',
      after: () =>
        parseGovernance(
          bundleOf(
            bundle.files.map(({ path, text }) => ({
              path,
              text: text
                .replace(/@id\("chatbot-does-not-delegate"\)[^]*?;\n/, '')
                .replace(/ {2}- (\{ )?name: a chatbot hands nothing on[^]*?(?=\n {2}- )\n/, '')
                .replace(/ {2}-\s+\{?\s*name: a chatbot hands nothing on[^]*?(?=\n {2}-)\n/, ''),
            })),
          ),
        ),
      want: [
        'widens chatbot-does-not-delegate: this forbid is removed: A chatbot hands nothing on to other agents.',
        'neutral cases/agent.cases.yaml: a chatbot hands nothing on: this case is removed',
      ],
    },
    {
      name: 'a changed condition',
      after: () => edited('policies/workforce.cedar', 'context.risk > 80', 'context.risk > 70'),
      want: [
        'widens risky-session-is-stopped: this forbid says something else now: A session whose risk is above 80 of 100 is denied until it is examined.',
      ],
    },
    {
      name: 'other words and layout',
      after: () => edited('policies/workforce.cedar', 'until it is examined', 'until somebody has looked'),
      want: ['neutral risky-session-is-stopped: its description is worded differently'],
    },
    {
      name: 'a comment',
      after: () => edited('policies/workforce.cedar', '// What people', '// All that people'),
      want: [],
    },
    {
      name: 'another membership in the schema',
      after: () => edited('trivium.cedarschema', 'entity Nhi =', 'entity Nhi in [Role] ='),
      want: [
        'widens trivium.cedarschema: the Cedar schema has changed, and with it possibly what policies apply to',
      ],
    },
  ])('$name is said in words', ({ after, want }) => {
    const { differences, widens } = diffGovernance(governance, after());
    expect(differences.map(({ effect, name, words }) => `${effect} ${name}: ${words}`)).toEqual(want);
    expect(widens).toBe(want.some((line) => line.startsWith('widens')));
  });
});

interface Rule {
  readonly id: string;
  readonly effect: 'permit' | 'forbid';
  readonly when: string;
}

const conditions = [
  'true',
  'context.granted',
  'context.now > 5',
  'principal.kind == "intern"',
  'resource.privileged',
];
const rule = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
  effect: fc.constantFrom('permit', 'forbid'),
  when: fc.constantFrom(...conditions),
});
const rules = fc.uniqueArray(rule, { selector: ({ id }) => id });

/** The real files with generated policies in place of their own. */
function withRules(given: readonly Rule[]): Governance {
  const text = given
    .map(
      ({ id, effect, when }) => `@id("${id}") @description("It is ${id}.") @control("least-privilege")
      ${effect} (principal is Person, action == Action::"read", resource is Resource) when { ${when} };`,
    )
    .join('\n');
  const findings: Finding[] = [];
  const policies = readPolicies({ path: 'policies/x.cedar', text }, findings);
  expect(findings).toEqual([]);
  return { ...governance, policies, cases: [] };
}

const questions: readonly Question[] = [true, false].flatMap((granted) =>
  [1, 9].flatMap((now) =>
    ['employee', 'intern'].flatMap((kind) =>
      [true, false].map((privileged): Question => {
        const principal: Entity = {
          uid: { type: 'Person', id: 'p' },
          attrs: { kind, status: 'active' },
          parents: [],
        };
        const attrs = { privileged, internetFacing: false, environment: 'test', sensitivity: 'internal' };
        const resource: Entity = { uid: { type: 'Resource', id: 'r' }, attrs, parents: [] };
        const entities = [principal, resource];
        return {
          principal: principal.uid,
          action: 'read',
          resource: resource.uid,
          context: { granted, now },
          entities,
        };
      }),
    ),
  ),
);

function answers(given: Governance): readonly string[] {
  const engine: PolicyEngine = engineOf(given);
  const all = questions.map((question) => engine.decide(question).decision);
  engine.dispose();
  return all;
}

describe('whether a version widens access', () => {
  it('is never missed: what was denied and is allowed now has been announced', () => {
    fc.assert(
      fc.property(rules, rules, (one, other) => {
        const [before, after] = [withRules(one), withRules(other)];
        const [was, is] = [answers(before), answers(after)];
        const opened = was.some((decision, index) => decision === 'deny' && is[index] === 'allow');
        if (opened) expect(diffGovernance(before, after).widens).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('is never said of permits taken away and forbids added, and always of the way back', () => {
    fc.assert(
      fc.property(rules, fc.nat(31), (all, mask) => {
        const dropped = all.filter(({ effect }, index) => effect === 'permit' && (mask >> index) & 1);
        const added = all.filter(({ effect }, index) => effect === 'forbid' && (mask >> index) & 1);
        const wide = withRules(all.filter((one) => !added.includes(one)));
        const narrow = withRules(all.filter((one) => !dropped.includes(one)));
        expect(diffGovernance(wide, narrow).widens).toBe(false);
        expect(diffGovernance(narrow, wide).widens).toBe(dropped.length + added.length > 0);
        expect(diffGovernance(wide, wide).differences).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
