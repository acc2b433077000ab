import fc from 'fast-check';
import { formatAddress, parseAddress, start } from './address.js';

describe('the address of the page', () => {
  it('says nothing when nothing was chosen', () => expect(formatAddress(start)).toBe(''));

  it.each([
    { name: 'an unknown road', search: '?road=rail', want: start },
    { name: 'an unknown state', search: '?state=done', want: start },
    { name: 'a revocation without a road', search: '?open=rev_1', want: start },
    { name: 'a revocation of an unknown road', search: '?open=rail/rev_1', want: start },
  ])('passes over $name', ({ search, want }) => expect(parseAddress(search)).toEqual(want));

  it('brings back what was chosen', () => {
    const some = fc.record({
      road: fc.constantFrom('all' as const, 'workforce' as const, 'workload' as const, 'agent' as const),
      state: fc.constantFrom(
        'all' as const,
        'in-progress' as const,
        'attention' as const,
        'verified' as const,
      ),
      subject: fc.string(),
      layout: fc.constantFrom('lanes' as const, 'table' as const),
      open: fc.option(
        fc.record({ road: fc.constantFrom('workload' as const, 'agent' as const), revocationId: fc.uuid() }),
        { nil: undefined },
      ),
    });
    fc.assert(fc.property(some, (address) => expect(parseAddress(formatAddress(address))).toEqual(address)));
  });
});
