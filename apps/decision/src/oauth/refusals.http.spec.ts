import { badRequest, Problem } from '@trivium/runtime';
import { httpRefusal } from './refusals.http.js';

const ofHttp = (statusCode: number) => Object.assign(new Error('at /srv/trivium/body.js:1'), { statusCode });

it.each([
  {
    name: 'a body that is too large',
    error: ofHttp(413),
    path: '/oauth/token',
    want: { status: 413, error: 'invalid_request' },
  },
  {
    name: 'a body of another kind',
    error: ofHttp(415),
    path: '/oauth/introspect',
    want: { status: 415, error: 'invalid_request' },
  },
  {
    name: 'a body that is too deep',
    error: badRequest('too deep'),
    path: '/oauth/register',
    want: { status: 400, error: 'invalid_client_metadata', description: 'too deep' },
  },
  { name: 'a fault of ours', error: new Error('a bug'), path: '/oauth/token', want: undefined },
  {
    name: 'an outage',
    error: new Problem({ status: 503, code: 'ERR_UNAVAILABLE', detail: 'not now' }),
    path: '/oauth/token',
    want: undefined,
  },
])('$name is answered as what it is', ({ error, path, want }) => {
  const refusal = httpRefusal(error, path);
  if (want) expect(refusal).toMatchObject(want);
  else expect(refusal).toBeUndefined();
  expect(refusal?.description ?? '').not.toContain('/srv/');
});
