import { readFileSync } from 'node:fs';
import { GovernanceModel } from './governance-model.js';

const text = readFileSync('governance/model.yaml', 'utf8');

describe('the governance model', () => {
  it('names its version with a digest of what it says', () => {
    const model = GovernanceModel.parse(text, 'model.yaml');
    expect(model.version).toMatch(/^\d{4}\.\d+\.\d+\+[0-9a-f]{12}$/);
    expect(GovernanceModel.parse(`${text}\n# changed`, 'model.yaml').version).not.toBe(model.version);
  });

  it('counts neither line endings nor a byte order mark', () => {
    const windows = `\uFEFF${text.replaceAll('\n', '\r\n')}`;
    const { version } = GovernanceModel.parse(text, 'model.yaml');
    expect(GovernanceModel.parse(windows, 'model.yaml').version).toBe(version);
  });

  it('knows the fail mode of an action', () => {
    const exception = text.replace(
      'failMode: strict',
      'failMode: strict\n    failModes: { read: best_effort }',
    );
    const model = GovernanceModel.parse(exception, 'model.yaml');
    expect(model.failModeOf('workforce', 'read')).toBe('best_effort');
    expect(model.failModeOf('workforce', 'write')).toBe('strict');
    expect(model.failModeOf('agent', 'read')).toBe('strict');
  });

  it.each([
    { road: 'workforce', kinds: ['employee', 'contractor', 'intern', 'vendor_staff'] },
    {
      road: 'workload',
      kinds: [
        'service_account',
        'api_key',
        'token',
        'certificate',
        'workload_identity',
        'oauth_app',
        'shared_account',
        'break_glass',
      ],
    },
    { road: 'agent', kinds: ['chatbot', 'automation_script', 'autonomous_workload', 'human_assisted_app'] },
  ] as const)('demands something of its own of every kind on the $road road', ({ road, kinds }) => {
    const model = GovernanceModel.parse(text, 'model.yaml');
    expect(model.kindsOf(road)).toEqual(kinds);
    const sets = kinds.map((kind) => JSON.stringify(model.controlsOf(road, kind)));
    expect(new Set(sets).size).toBe(kinds.length);
  });

  it('demands nothing of a kind that it does not know', () => {
    expect(GovernanceModel.parse(text, 'model.yaml').controlsOf('agent', 'toString')).toBeUndefined();
  });

  it('reads durations as milliseconds', () => {
    expect(GovernanceModel.parse(text, 'model.yaml').roads.workload.nhi.ownerlessDeadline).toBe(
      14 * 86_400_000,
    );
  });

  it('gives everybody the common birthright and a department its own', () => {
    const model = GovernanceModel.parse(text, 'model.yaml');
    expect(model.birthrightOf(undefined).map(({ target }) => target)).toEqual(['orders-db']);
    expect(model.birthrightOf('Engineering').map(({ target }) => target)).toEqual(['orders-db', 'cache']);
  });

  it.each([
    {
      name: 'an unknown key',
      broken: text.replace('adoption:', 'surprise: true\nadoption:'),
      want: /model\.yaml:\d+:1: surprise: is not a known key/,
    },
    {
      name: 'a duration that is none',
      broken: text.replace('deadline: PT1H', 'deadline: an hour'),
      want: /model\.yaml:6:19: roads\.workforce\.revocation\.deadline: "an hour" is no ISO 8601 duration/,
    },
    {
      name: 'a missing road',
      broken: text.replace('  agent:', '  agents:'),
      want: /model\.yaml:\d+:3: roads\.agents: is not a known key/,
    },
    {
      name: 'text that is no YAML',
      broken: text.replace('adoption:', 'adoption: ['),
      want: /model\.yaml:\d+:\d+: /,
    },
    {
      name: 'a life longer than the road allows',
      broken: text.replace('ttl: { default: P90D, max: P365D }', 'ttl: { default: P90D, max: P366D }'),
      want: /identities\.workload\.service_account\.ttl\.max: is longer than roads\.workload\.nhi\.maxTtl/,
    },
    {
      name: 'a default longer than the maximum',
      broken: text.replace('ttl: { default: P90D, max: P365D }', 'ttl: { default: P90D, max: P30D }'),
      want: /service_account\.ttl: the default is longer than the maximum/,
    },
    {
      name: 'a revocation later than the road promises',
      broken: text.replace(
        'stop_tasks, end_delegations, verify], deadline: PT5M',
        'stop_tasks, end_delegations, verify], deadline: PT5H',
      ),
      want: /identities\.agent\.chatbot\.revocation\.deadline: is later than the deadline of the road/,
    },
    {
      name: 'a rotation by two clocks',
      broken: text.replace('rotation: { every: P90D,', 'rotation: { atShareOfLife: 0.5, every: P90D,'),
      want: /rotation: needs exactly one of every, schedule and atShareOfLife/,
    },
    {
      name: 'a revocation that verifies nothing',
      broken: text.replace('end_delegations, verify]', 'end_delegations]'),
      want: /revocation\.steps: ends with verify/,
    },
    {
      name: 'a kind that nobody described',
      broken: text.replace(/^ {4}break_glass:$[^]*?(?=^ {2}agent:$)/m, ''),
      want: /identities\.workload: says nothing about break_glass/,
    },
    {
      name: 'an exception that one person approves',
      broken: text.replace(
        'approvedBy: [manager, security], longest: P30D',
        'approvedBy: [manager], longest: P30D',
      ),
      want: /identities\.workforce\.employee\.exceptions\.0: an exception is approved by two/,
    },
  ])('refuses $name and says where', ({ broken, want }) => {
    expect(() => GovernanceModel.parse(broken, 'model.yaml')).toThrow(want);
  });
});
