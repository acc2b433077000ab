import { roads } from '@trivium/identity';
import { bundleOf, readBundle, type Bundle } from './bundle/bundle.js';
import { runCases } from './cases/run-cases.js';
import { loadGovernance, parseGovernance, type Governance } from './governance.js';
import { appliesTo } from './standards/standards.js';
import { InvalidGovernance } from './text/finding.js';

const folder = 'governance';
let bundle: Bundle;
let governance: Governance;

beforeAll(async () => {
  bundle = await readBundle(folder);
  governance = await loadGovernance(folder);
});

const edited = (path: string, edit: (text: string) => string) =>
  bundleOf(bundle.files.map((file) => (file.path === path ? { path, text: edit(file.text) } : file)));

const role = '{ "uid": { "type": "Role", "id": "auditor" }, "attrs": {}, "parents": [] }';
const declaring = (text: string) => bundleOf([...bundle.files, { path: 'entities.json', text }]);

function findingsIn(broken: Bundle): readonly string[] {
  try {
    parseGovernance(broken);
    return [];
  } catch (error) {
    if (!(error instanceof InvalidGovernance)) throw error;
    return error.findings.map(({ file, line, message }) => `${file}:${line}: ${message}`);
  }
}

describe('the governance files', () => {
  it('say what they mean in forty policies and more, each of which a decision table tests', () => {
    const { results, untested } = runCases(governance);
    expect(governance.policies.length).toBeGreaterThanOrEqual(40);
    expect(results.filter(({ passed }) => !passed).map(({ case: { name }, got }) => ({ name, got }))).toEqual(
      [],
    );
    expect(untested).toEqual([]);
  });

  it('give every kind of identity its controls, each with a query for its evidence', () => {
    const controls = Object.values(governance.standards.controls);
    for (const road of roads)
      for (const kind of governance.model.kindsOf(road))
        expect(controls.filter((control) => appliesTo(control, road, kind)).length).toBeGreaterThan(3);
    expect(controls.every(({ evidence }) => evidence.query.withinMs > 0)).toBe(true);
  });

  it.each([
    { standard: 'owasp-nhi', items: Array.from({ length: 10 }, (_, index) => `NHI${index + 1}`) },
    {
      standard: 'owasp-agentic',
      items: Array.from({ length: 10 }, (_, index) => `ASI${String(index + 1).padStart(2, '0')}`),
    },
    { standard: 'csa-maestro', items: ['L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'L7'] },
    {
      standard: 'nist-csf',
      items:
        'GV.OC GV.RM GV.RR GV.PO GV.OV GV.SC ID.AM ID.RA ID.IM PR.AA PR.AT PR.DS PR.PS PR.IR DE.CM DE.AE RS.MA RS.AN RS.CO RS.MI RC.RP RC.CO'.split(
          ' ',
        ),
    },
    {
      standard: 'nist-ai-rmf',
      items: [
        ...[1, 2, 3, 4, 5, 6].map((n) => `GOVERN-${n}`),
        ...[1, 2, 3, 4, 5].map((n) => `MAP-${n}`),
        ...[1, 2, 3, 4].map((n) => `MEASURE-${n}`),
        ...[1, 2, 3, 4].map((n) => `MANAGE-${n}`),
      ],
    },
  ])('answer every item of $standard', ({ standard, items }) => {
    expect(Object.keys(governance.standards.standards[standard]?.items ?? {})).toEqual(items);
  });
});

describe('a mistake is found at its file and line', () => {
  const workforce = 'policies/workforce.cedar';
  it.each([
    {
      name: 'an attribute that nobody has',
      broken: () =>
        edited(workforce, (text) => text.replace('principal.status == "on_leave"', 'principal.mood == "x"')),
      want: [
        'policies/workforce.cedar:19: person-on-leave-reads-only: attribute `mood` on entity type `Person` not found',
      ],
    },
    {
      name: 'words that are no Cedar, after letters of two bytes',
      broken: () =>
        edited(workforce, (text) => text.replace('// What', '// Ümläut: what').replace('when {', 'whn {')),
      want: ['policies/workforce.cedar:7: invalid policy condition: whn'],
    },
    {
      name: 'an id that is taken',
      broken: () =>
        edited(workforce, (text) => text.replace('"person-not-employed"', '"person-granted-access"')),
      want: ['policies/workforce.cedar:9: the id "person-granted-access" is taken'],
    },
    {
      name: 'a policy without a description',
      broken: () => edited(workforce, (text) => text.replace(/@description.*\n/, '')),
      want: expect.arrayContaining(['policies/workforce.cedar:3: the policy has no @description']),
    },
    {
      name: 'a control that does not exist',
      broken: () =>
        edited(workforce, (text) => text.replace('"data-classification"', '"data-clasification"')),
      want: [
        'policies/workforce.cedar:56: unclassified-is-not-administered: standards.yaml has no control "data-clasification"',
      ],
    },
    {
      name: 'a policy that can never apply',
      broken: () =>
        edited(workforce, (text) =>
          text.replace('principal.status == "on_leave"', 'principal.status == "on_leave" && false'),
        ),
      want: [
        expect.stringMatching(
          /^policies\/workforce\.cedar:\d+: person-on-leave-reads-only: policy is impossible/,
        ),
      ],
    },
    {
      name: 'a schema that is none',
      broken: () => edited('trivium.cedarschema', (text) => text.replace('entity Role;', 'entity Role')),
      want: [expect.stringMatching(/^trivium\.cedarschema:6: unexpected token `entity`/)],
    },
    {
      name: 'an evidence query that does not parse',
      broken: () => edited('standards.yaml', (text) => text.replace('within P90D', 'within a while')),
      want: [
        expect.stringMatching(
          /^standards\.yaml:8: controls\.workforce-lifecycle\.evidence: "a" is no ISO 8601/,
        ),
      ],
    },
    {
      name: 'evidence from a policy that is gone',
      broken: () =>
        edited('standards.yaml', (text) =>
          text.replace('policy = "budget-spent"', 'policy = "budget-spend"'),
        ),
      want: [
        expect.stringMatching(/^standards\.yaml:\d+: agent-budgets: there is no policy "budget-spend"$/),
      ],
    },
    {
      name: 'a mode for a control that does not exist',
      broken: () => edited('model.yaml', (text) => text.replace('controls: {}', 'controls: { mfa: warn }')),
      want: [expect.stringMatching(/^model\.yaml:\d+: standards\.yaml has no control "mfa"$/)],
    },
    {
      name: 'a case that names nobody',
      broken: () =>
        edited('cases/agent.cases.yaml', (text) => text.replace('principal: planner', 'principal: planer')),
      want: [expect.stringMatching(/^cases\/agent\.cases\.yaml:\d+: .*the table has no entity "planer"$/)],
    },
    {
      name: 'declared entities that are no list',
      broken: () => declaring('{}'),
      want: [expect.stringMatching(/^entities\.json:1: .*expected array/)],
    },
    {
      name: 'declared entities that are YAML only',
      broken: () => declaring('- uid: { type: Role, id: auditor }\n  attrs: {}\n  parents: []\n'),
      want: ['entities.json:1: is not JSON'],
    },
    {
      name: 'a declared entity without an id',
      broken: () =>
        declaring(`[\n  ${role},\n  { "uid": { "type": "Role" }, "attrs": {}, "parents": [] }\n]`),
      want: [expect.stringMatching(/^entities\.json:3: 1\.uid\.id: /)],
    },
    {
      name: 'a declared entity of a type that the schema does not know',
      broken: () => declaring(`[\n  ${role},\n  ${role.replace('Role', 'Rolle')}\n]`),
      want: [expect.stringMatching(/^entities\.json:3: Rolle::"auditor": .*Rolle/)],
    },
    {
      name: 'an attribute that its type does not have',
      broken: () => declaring(`[\n  ${role.replace('"attrs": {}', '"attrs": { "mood": "x" }')}\n]`),
      want: [expect.stringMatching(/^entities\.json:2: Role::"auditor": .*mood/)],
    },
    {
      name: 'an entity that is declared twice',
      broken: () => declaring(`[\n  ${role},\n  ${role}\n]`),
      want: ['entities.json:3: Role::"auditor" is declared twice'],
    },
  ])('$name', ({ broken, want }) => expect(findingsIn(broken())).toEqual(want));

  it('and all of them at once', () => {
    const files = bundle.files.map(({ path, text }) => ({
      path,
      text: text.replace('allow', 'alow').replace('when {', 'whn {'),
    }));
    expect(new Set(findingsIn(bundleOf(files)).map((line) => line.split(':')[0])).size).toBeGreaterThan(6);
  });

  it('a file that is not there', () => {
    const files = bundle.files.filter(({ path }) => path !== 'standards.yaml');
    expect(findingsIn(bundleOf(files))).toEqual(['standards.yaml:1: is missing']);
  });
});
