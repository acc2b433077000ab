import { materialChange, type Deployed } from './deployment.js';

const deployed = (over: Partial<Deployed> = {}): Deployed => ({
  ref: 'main',
  sha: 'a',
  permissions: ['orders:read'],
  removed: false,
  occurredAt: new Date(0),
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
  ])('$name', ({ before, after, want }) => expect(materialChange(before, after)).toEqual(want));
});
