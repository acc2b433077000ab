import { MalformedChain, newNhiId, newTokenId } from '@trivium/identity';
import { chainOfToken, lineageOf, roadChain } from './token-chain.js';

const nhi = newNhiId();
const [parent, child] = [newTokenId(), newTokenId()];

it('the chain of a token goes from what roads vouch for through its ancestors to itself', () => {
  const chain = chainOfToken([`${nhi}:3`], [parent], child);
  expect(chain.map(({ id }) => id)).toEqual([nhi, parent, child]);
  expect(roadChain(chain)).toEqual([{ id: nhi, generation: 3 }]);
  expect(lineageOf(chain)).toEqual([parent, child]);
});

it.each([
  { name: 'a token without a road', roads: [], ancestors: [], id: child },
  { name: 'a token vouched for by a road', roads: [`${parent}:1`], ancestors: [], id: child },
  { name: 'an ancestor that is no token', roads: [`${nhi}:1`], ancestors: [nhi], id: child },
  { name: 'an id that is no token', roads: [`${nhi}:1`], ancestors: [], id: '4f7c' },
])('$name has no chain', ({ roads, ancestors, id }) =>
  expect(() => chainOfToken(roads, ancestors, id)).toThrow(MalformedChain),
);
