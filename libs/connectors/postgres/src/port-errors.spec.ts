import { UnsupportedByTarget } from '@trivium/revocation';
import pg from 'pg';
import { renamed } from './port-errors.js';

const going = new AbortController().signal;
function answered(code: string): pg.DatabaseError {
  const error = new pg.DatabaseError(`the server answered ${code}`, 0, 'error');
  error.code = code;
  return error;
}

describe('an error of a PostgreSQL server, in the words of the port', () => {
  it.each([
    { name: 'the administrator may not', error: answered('42501'), want: 'ERR_TARGET_REFUSED' },
    { name: 'the administrator’s password is wrong', error: answered('28P01'), want: 'ERR_TARGET_REFUSED' },
    { name: 'there is no such group', error: answered('42704'), want: 'ERR_TARGET_REFUSED' },
    { name: 'it is shutting down', error: answered('57P01'), want: 'ERR_TARGET_UNAVAILABLE' },
    { name: 'it has no connection left', error: answered('53300'), want: 'ERR_TARGET_UNAVAILABLE' },
    { name: 'a lock is held', error: answered('55P03'), want: 'ERR_TARGET_UNAVAILABLE' },
    { name: 'two acts met', error: answered('40P01'), want: 'ERR_TARGET_UNAVAILABLE' },
    { name: 'a row changed under it', error: answered('XX000'), want: 'ERR_TARGET_UNAVAILABLE' },
    {
      name: 'the connection is lost',
      error: new Error('Connection terminated'),
      want: 'ERR_TARGET_UNAVAILABLE',
    },
    {
      name: 'it is said already',
      error: new UnsupportedByTarget('orders-db', 'rotate', 'one password'),
      want: 'ERR_UNSUPPORTED_BY_TARGET',
    },
  ])('$name: $want', ({ error, want }) => {
    expect(renamed('orders-db', 'revoke', going, error)).toHaveProperty('code', want);
  });

  it('is the signal, once that has ended', () => {
    const reason = new Error('shutting down');
    const failure = renamed('orders-db', 'revoke', AbortSignal.abort(reason), answered('57014'));
    expect(failure).toMatchObject({ code: 'ERR_TARGET_UNAVAILABLE', cause: reason });
  });
});
