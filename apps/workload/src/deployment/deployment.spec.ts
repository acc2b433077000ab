import { historyAfter, isEndOfFormer, materialChange, type DeploymentHistory } from './deployment.js';

const deployed = (over: Partial<DeploymentHistory> = {}): DeploymentHistory => ({
  deploymentId: '1',
  ref: 'main',
  sha: 'a',
  permissions: ['orders:read'],
  removed: false,
  occurredAt: new Date(0),
  earlier: [],
  ...over,
});

describe('a deployment', () => {
  it.each([
    {
      name: 'of the same needs is not material',
      before: deployed(),
      after: deployed({ sha: 'b' }),
      want: [],
    },
    {
      name: 'that needs more is',
      before: deployed(),
      after: deployed({ permissions: ['orders:read', 'orders:write'] }),
      want: ['permission added: orders:write'],
    },
    {
      name: 'that needs less is',
      before: deployed(),
      after: deployed({ permissions: [] }),
      want: ['permission no longer used: orders:read'],
    },
    {
      name: 'to a new environment is',
      before: undefined,
      after: deployed({ permissions: [] }),
      want: ['first deployment to this environment'],
    },
    {
      name: 'that removes the service is',
      before: deployed(),
      after: deployed({ removed: true }),
      want: ['service removed'],
    },
    {
      name: 'that removes it again is not',
      before: deployed({ removed: true }),
      after: deployed({ removed: true }),
      want: [],
    },
    {
      name: 'that says nothing of its needs changes none',
      before: deployed(),
      after: deployed({ permissions: undefined }),
      want: [],
    },
    {
      name: 'of a version that ran before is',
      before: deployed({ sha: 'c', earlier: ['a', 'b'] }),
      after: deployed({ sha: 'a' }),
      want: ['earlier version deployed again: a'],
    },
    {
      name: 'of the version that runs is not',
      before: deployed({ sha: 'a', earlier: ['a'] }),
      after: deployed({ sha: 'a', deploymentId: '2' }),
      want: [],
    },
  ])('$name', ({ before, after, want }) => expect(materialChange(before, after)).toEqual(want));

  it.each([
    { name: 'that runs', before: deployed(), id: '1', want: false },
    { name: 'that another has replaced', before: deployed({ deploymentId: '2' }), id: '1', want: true },
    { name: 'of a service nothing is known of', before: undefined, id: '1', want: false },
    {
      name: 'of a service whose deployment was not kept',
      before: deployed({ deploymentId: undefined }),
      id: '1',
      want: false,
    },
  ])('is the end of a former one or not: $name', ({ before, id, want }) =>
    expect(isEndOfFormer(before, deployed({ deploymentId: id, removed: true }))).toBe(want),
  );
});

describe('what is kept of deployments', () => {
  const after = (shas: readonly string[]) =>
    shas.reduce<DeploymentHistory | undefined>(
      (before, sha) => historyAfter(before, deployed({ sha })),
      undefined,
    );

  it.each([
    { name: 'nothing before the first', shas: ['a'], want: [] },
    { name: 'the versions in their order', shas: ['a', 'b', 'c'], want: ['a', 'b'] },
    { name: 'each once, and not the one that runs', shas: ['a', 'b', 'a', 'a', 'c'], want: ['b', 'a'] },
  ])('is $name', ({ shas, want }) => expect(after(shas)?.earlier).toEqual(want));

  it('has an end', () => {
    const shas = Array.from({ length: 200 }, (_, at) => `sha-${at}`);
    expect(after(shas)?.earlier).toEqual(shas.slice(-51, -1));
  });

  it('leaves the needs as they were where a deployment says nothing of them', () => {
    const { permissions } = historyAfter(deployed(), deployed({ permissions: undefined }));
    expect(permissions).toEqual(['orders:read']);
  });
});
