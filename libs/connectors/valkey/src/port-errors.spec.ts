import { InvalidAccount } from '@trivium/revocation';
import { inspect } from 'node:util';
import { renamed } from './port-errors.js';

const going = new AbortController().signal;
const answered = (message: string) =>
  Object.assign(new Error(message), { name: 'ReplyError', command: { args: ['admin', 'hunter2'] } });

describe('an error of a Valkey server, in the words of the port', () => {
  it.each([
    { error: answered('WRONGPASS invalid username-password pair'), want: 'ERR_TARGET_REFUSED' },
    {
      error: answered("NOPERM User ada has no permissions to run the 'acl|list' command"),
      want: 'ERR_TARGET_REFUSED',
    },
    { error: answered("ERR Error in ACL SETUSER modifier '+nonsense'"), want: 'ERR_TARGET_REFUSED' },
    { error: answered('LOADING the dataset is being read'), want: 'ERR_TARGET_UNAVAILABLE' },
    {
      error: answered("READONLY You can't write against a read only replica."),
      want: 'ERR_TARGET_UNAVAILABLE',
    },
    { error: new Error('Connection is closed.'), want: 'ERR_TARGET_UNAVAILABLE' },
    { error: new InvalidAccount('cache', 'name', 'is odd'), want: 'ERR_INVALID_ACCOUNT' },
  ])('$error.message: $want', ({ error, want }) => {
    const failure = renamed('cache', 'revoke', going, error);
    expect(failure).toHaveProperty('code', want);
    expect(inspect(failure, { depth: 9 })).not.toContain('hunter2');
  });

  it('is the signal, once that has ended', () => {
    const reason = new Error('shutting down');
    const failure = renamed('cache', 'revoke', AbortSignal.abort(reason), answered('NOPERM'));
    expect(failure).toMatchObject({ code: 'ERR_TARGET_UNAVAILABLE', cause: reason });
  });
});
