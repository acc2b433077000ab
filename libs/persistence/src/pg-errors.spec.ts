import { AlreadyExists, DatabaseUnavailable, translatePgError } from './pg-errors.js';

const pgError = (code: string, extra: object = {}) =>
  Object.assign(new Error('from the driver'), { code, ...extra });

describe('what Postgres says, in our words', () => {
  it.each([
    { name: 'a duplicate key', error: pgError('23505', { constraint: 'person_pkey' }), want: AlreadyExists },
    {
      name: 'a duplicate key inside a query error',
      error: { driverError: pgError('23505') },
      want: AlreadyExists,
    },
    { name: 'a refused connection', error: pgError('ECONNREFUSED'), want: DatabaseUnavailable },
    { name: 'a server that is starting up', error: pgError('57P03'), want: DatabaseUnavailable },
    { name: 'a server that was stopped', error: pgError('57P01'), want: DatabaseUnavailable },
    { name: 'a deadlock', error: pgError('40P01'), want: DatabaseUnavailable },
    {
      name: 'a lost connection',
      error: new Error('Connection terminated unexpectedly'),
      want: DatabaseUnavailable,
    },
  ])('$name', ({ error, want }) => expect(translatePgError(error)).toBeInstanceOf(want));

  it('keeps the driver’s error as the cause and names the constraint', () => {
    const error = pgError('23505', { constraint: 'person_pkey' });
    expect(translatePgError(error)).toMatchObject({
      code: 'ERR_ALREADY_EXISTS',
      constraint: 'person_pkey',
      cause: error,
    });
  });

  it.each([
    { name: 'a violated check', error: pgError('23514') },
    { name: 'an error of ours', error: new Error('a rule said no') },
    { name: 'something that is no error', error: 'odd' },
  ])('passes $name through untouched', ({ error }) => expect(translatePgError(error)).toBe(error));
});
