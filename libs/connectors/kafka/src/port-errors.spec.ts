import { AuthenticationError, NetworkError, ProtocolError, TimeoutError } from '@platformatic/kafka';
import { UnsupportedByTarget } from '@trivium/revocation';
import { isLoginRefused, renamed } from './port-errors.js';

const going = new AbortController().signal;
const loginFailed = (cause: Error) =>
  new NetworkError('Connection failed.', {
    cause: new AuthenticationError('SASL authentication failed.', { cause }),
  });
const answered = (id: string) => new AggregateError([new ProtocolError(id)], 'response with error');

describe('an error of a Kafka cluster, in the words of the port', () => {
  it.each([
    {
      name: 'the broker refuses the login',
      error: loginFailed(answered('SASL_AUTHENTICATION_FAILED')),
      want: 'ERR_TARGET_REFUSED',
    },
    {
      name: 'the broker is lost during the login',
      error: loginFailed(new NetworkError('Connection closed')),
      want: 'ERR_TARGET_UNAVAILABLE',
    },
    {
      name: 'the broker says nothing during the login',
      error: loginFailed(new TimeoutError('Request timed out')),
      want: 'ERR_TARGET_UNAVAILABLE',
    },
    {
      name: 'the administrator may not',
      error: answered('CLUSTER_AUTHORIZATION_FAILED'),
      want: 'ERR_TARGET_REFUSED',
    },
    { name: 'the controller moves', error: answered('NOT_CONTROLLER'), want: 'ERR_TARGET_UNAVAILABLE' },
    {
      name: 'it is said already',
      error: new UnsupportedByTarget('stream', 'rotate', 'one password'),
      want: 'ERR_UNSUPPORTED_BY_TARGET',
    },
  ])('$name: $want', ({ error, want }) => {
    expect(renamed('stream', 'verify', going, error)).toHaveProperty('code', want);
  });

  it('takes nothing but the broker’s own word for a refused login', () => {
    expect(isLoginRefused(loginFailed(answered('SASL_AUTHENTICATION_FAILED')))).toBe(true);
    expect(isLoginRefused(loginFailed(new NetworkError('Connection closed')))).toBe(false);
  });

  it('is the signal, once that has ended', () => {
    const reason = new Error('shutting down');
    const failure = renamed('stream', 'verify', AbortSignal.abort(reason), answered('NOT_CONTROLLER'));
    expect(failure).toMatchObject({ code: 'ERR_TARGET_UNAVAILABLE', cause: reason });
  });
});
