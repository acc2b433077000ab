import { checkName, readGrants } from './account.js';

describe('a Kafka account', () => {
  it.each([
    {
      name: 'one topic to read',
      text: 'topic:read:orders',
      want: { resource: 'topic', operation: 'READ', name: 'orders', prefixed: false },
    },
    {
      name: 'all topics of a prefix to write',
      text: 'topic:write:orders.*',
      want: { resource: 'topic', operation: 'WRITE', name: 'orders.', prefixed: true },
    },
    {
      name: 'a group',
      text: 'group:read:reports',
      want: { resource: 'group', operation: 'READ', name: 'reports', prefixed: false },
    },
  ])('may be given $name', ({ text, want }) => expect(readGrants('stream', [text])).toEqual([want]));

  it.each([
    'topic:read:',
    'topic:alter:orders',
    'cluster:read:x',
    'topic:read:*',
    'topic:read:a b',
    'orders',
  ])('is not given %j', (text) => {
    expect(() => readGrants('stream', [text])).toThrow('entitlements');
  });

  it.each(['', 'a b', 'User:x', 'x'.repeat(129), '*'])('is not called %j', (name) => {
    expect(() => checkName('stream', name)).toThrow('name must be');
  });
});
