import { MalformedChain, newNhiId, newTokenId } from '@trivium/identity';
import { chainOfToken, keysOf, lineageOf, roadChain } from './token-chain.js';

const nhi = newNhiId();
const key = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs';
const [parent, child] = [newTokenId(), newTokenId()];

it('the chain of a token goes from what roads vouch for through its ancestors to itself', () => {
  const chain = chainOfToken({ roads: [`${nhi}:3`], keys: [key, key], ancestors: [parent], id: child });
  expect(chain.map(({ id }) => id)).toEqual([nhi, `key_${key}`, parent, child]);
  expect(roadChain(chain)).toEqual([{ id: nhi, generation: 3 }]);
  expect(lineageOf(chain)).toEqual([parent, child]);
  expect(keysOf(chain)).toEqual([key]);
});

it.each([
  { name: 'a token without a road', roads: [], ancestors: [], id: child },
  { name: 'a token vouched for by a road', roads: [`${parent}:1`], ancestors: [], id: child },
  { name: 'an ancestor that is no token', roads: [`${nhi}:1`], ancestors: [nhi], id: child },
  { name: 'an id that is no token', roads: [`${nhi}:1`], ancestors: [], id: '4f7c' },
  { name: 'a token under what is no key', roads: [`${nhi}:1`], keys: ['k1'], ancestors: [], id: child },
  { name: 'a token whose key a road vouches for', roads: [`key_${key}:1`], ancestors: [], id: child },
])('$name has no chain', ({ keys = [key], ...rest }) =>
  expect(() => chainOfToken({ keys, ...rest })).toThrow(MalformedChain),
);
