import { checkName, readRules } from './account.js';

describe('a Valkey account', () => {
  it.each(['+@read', '+get', '-@dangerous', '+client|list', '~orders:*', '%R~orders:*', '&updates'])(
    'may be given %j',
    (text) => {
      expect(readRules('cache', [text])).toEqual([text]);
    },
  );

  it.each(['on', 'nopass', '>secret', '#abc', 'allkeys extra', 'resetpass', '', '~a b'])(
    'is not given %j',
    (text) => {
      expect(() => readRules('cache', [text])).toThrow('entitlements');
    },
  );

  it.each(['', 'a b', 'x'.repeat(129), 'a\nb'])('is not called %j', (name) =>
    expect(() => checkName('cache', name)).toThrow('name must be'),
  );
});
