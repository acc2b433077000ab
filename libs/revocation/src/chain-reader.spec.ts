import {
  newAgentId,
  newDelegationId,
  newNhiId,
  newTaskId,
  newTokenId,
  personIdFor,
  type Chain,
} from '@trivium/identity';
import fc from 'fast-check';
import { chainKeys, judgeChain, markerKey } from './chain-reader.js';

const person = personIdFor('hr', '1001');
const [agent, delegation, task] = [newAgentId(), newDelegationId(), newTaskId()];
const chain: Chain = [person, agent, delegation, task].map((id) => ({ id, generation: 2 }));
const run = 'run-1';
const none = [null, null, null, null];

describe('the keys of a chain', () => {
  it('are a marker for each link and a stamp for each road that it touches, and no other', () => {
    expect(chainKeys(chain)).toEqual([
      `workforce:marker:${person}`,
      `agent:marker:${agent}`,
      `agent:marker:${delegation}`,
      `agent:marker:${task}`,
      'workforce:complete',
      'agent:complete',
    ]);
    expect(chainKeys([{ id: newNhiId(), generation: 1 }])).toHaveLength(2);
  });

  it('include the token, and the stamp of decision, where the chain goes down to one', () => {
    const token = newTokenId();
    expect(chainKeys([...chain.slice(0, 1), { id: token, generation: 1 }])).toEqual([
      `workforce:marker:${person}`,
      `decision:marker:${token}`,
      'workforce:complete',
      'decision:complete',
    ]);
  });

  it('do not exist for what is no chain', () => {
    expect(() => chainKeys([])).toThrow('never live');
    expect(() => markerKey('rev_1')).toThrow('no link');
  });
});

describe('a chain', () => {
  it.each([
    { name: 'is live when nothing is denied and all is there', values: [...none, run, run], want: 'live' },
    {
      name: 'is contained by a marker of its own generation',
      values: ['2', null, null, null, run, run],
      want: 'contained',
    },
    {
      name: 'is contained by a marker of a later generation',
      values: [null, '7', null, null, run, run],
      want: 'contained',
    },
    {
      name: 'is live after an earlier generation ended',
      values: ['1', '1', '1', '1', run, run],
      want: 'live',
    },
    {
      name: 'is contained by its last link alone',
      values: [null, null, null, '2', run, run],
      want: 'contained',
    },
    { name: 'is denied while a road has no stamp', values: [...none, run, null], want: 'incomplete' },
    {
      name: 'is denied when a stamp names a server of before',
      values: [...none, 'run-0', run],
      want: 'incomplete',
    },
    { name: 'is denied by an empty stamp', values: [...none, run, ''], want: 'incomplete' },
    {
      name: 'is denied by a marker that is no number',
      values: ['left', null, null, null, run, run],
      want: 'contained',
    },
    {
      name: 'is denied by a marker below zero',
      values: ['-1', null, null, null, run, run],
      want: 'contained',
    },
    {
      name: 'is denied when the answer is too short',
      values: [null, null, null, null, run],
      want: 'incomplete',
    },
    { name: 'is denied when the answer is empty', values: [], want: 'contained' },
  ])('$name', ({ values, want }) => {
    const state = judgeChain(chain, values, run);
    expect(state.state === 'live' ? 'live' : state.reason).toBe(want);
  });

  it('is never live on a server that does not say who it is', () => {
    expect(judgeChain(chain, [...none, '', ''], '')).toMatchObject({ state: 'denied', reason: 'incomplete' });
  });

  it('is live exactly when every stamp is right and no marker reaches a link', () => {
    const marker = fc.option(fc.nat(4).map(String));
    const stamp = fc.option(fc.constantFrom(run, 'other'));
    fc.assert(
      fc.property(
        fc.array(marker, { minLength: 4, maxLength: 4 }),
        stamp,
        stamp,
        (markers, workforce, agentStamp) => {
          const live = judgeChain(chain, [...markers, workforce, agentStamp], run).state === 'live';
          const untouched = markers.every((value) => value === null || Number(value) < 2);
          expect(live).toBe(untouched && workforce === run && agentStamp === run);
        },
      ),
    );
  });
});
