import { readUser } from './users.js';

describe('a user as the server lists it', () => {
  it.each([
    {
      name: 'with commands and keys',
      line: 'user ada on sanitize-payload #00ff ~orders:* resetchannels -@all +get +@read',
      want: { name: 'ada', enabled: true, entitlements: ['~orders:*', '+get', '+@read'] },
    },
    {
      name: 'that is shut and has nothing',
      line: 'user bea off resetchannels -@all',
      want: { name: 'bea', enabled: false, entitlements: [] },
    },
    {
      name: 'with everything but the dangerous',
      line: 'user root on nopass ~* &* +@all -@dangerous',
      want: { name: 'root', enabled: true, entitlements: ['~*', '&*', '+@all', '-@dangerous'] },
    },
    {
      name: 'with a selector, which is one entitlement',
      line: 'user eve on #00ff resetchannels -@all (~tmp:* resetchannels -@all +set)',
      want: { name: 'eve', enabled: true, entitlements: ['(~tmp:* resetchannels -@all +set)'] },
    },
  ])('$name', ({ line, want }) => expect(readUser(line)).toEqual(want));
});
