import fc from 'fast-check';
import { formatLink, isDenied, markerOwnersOf, parseChain, parseLink, roadsOf } from './chain.js';
import {
  linkOwner,
  markerOwner,
  newAgentId,
  newDelegationId,
  newNhiId,
  newTaskId,
  newTokenId,
  personIdFor,
} from './ids.js';

const person = personIdFor('hr', '1001');

describe('a chain', () => {
  it('survives being written and read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999_999_999 }), (generation) => {
        const link = { id: newTaskId(), generation };
        expect(parseLink(formatLink(link))).toEqual(link);
      }),
    );
  });

  it.each([
    { name: 'no generation', text: person },
    { name: 'generation zero', text: `${person}:0` },
    { name: 'an id that is no link', text: 'rev_00000000-0000-7000-8000-000000000000:1' },
    { name: 'trailing text', text: `${person}:1 ` },
  ])('refuses a link with $name', ({ text }) => expect(() => parseLink(text)).toThrow('is no link'));

  it('refuses an empty and an over-long chain', () => {
    expect(() => parseChain([])).toThrow('has 0');
    expect(() => parseChain(Array<string>(17).fill(`${person}:1`))).toThrow('has 17');
  });

  it('touches only the roads of its links', () => {
    expect(roadsOf([{ id: newNhiId(), generation: 1 }])).toEqual(['workload']);
    expect(roadsOf([person, newAgentId(), newDelegationId()].map((id) => ({ id, generation: 1 })))).toEqual([
      'workforce',
      'agent',
    ]);
  });

  it('may name tokens, whose markers are written by decision and which no road can vouch for', () => {
    const token = { id: newTokenId(), generation: 1 };
    expect(markerOwner(token.id)).toBe('decision');
    expect(linkOwner(token.id)).toBeUndefined();
    expect(() => parseLink(formatLink(token))).toThrow('is no link');
    expect(markerOwnersOf([{ id: person, generation: 1 }, token])).toEqual(['workforce', 'decision']);
    expect(roadsOf([{ id: person, generation: 1 }, token])).toEqual(['workforce']);
  });

  it('may name the key of a token, which no road can vouch for either', () => {
    const key = { id: 'key_NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs', generation: 1 };
    expect([markerOwner(key.id), linkOwner(key.id)]).toEqual(['decision', undefined]);
    expect(() => parseLink(formatLink(key))).toThrow('is no link');
  });

  it('derives the same person from the same HR record and another from another', () => {
    expect(personIdFor('hr', '1001')).toBe(person);
    expect(personIdFor('hr2', '1001')).not.toBe(person);
    expect(linkOwner(person)).toBe('workforce');
  });

  it('denies every generation up to the marker and none above', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (generation, deniedUpTo) => {
        expect(isDenied({ id: person, generation }, deniedUpTo)).toBe(generation <= deniedUpTo);
      }),
    );
    expect(isDenied({ id: person, generation: 1 }, undefined)).toBe(false);
  });
});
