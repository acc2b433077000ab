import { tokenOfForm } from './introspection-request.js';

describe('the token of a form', () => {
  it.each([
    { name: 'alone', body: 'token=a.b-c_d', want: 'a.b-c_d' },
    { name: 'with a hint', body: 'token_type_hint=access_token&token=a.b.c', want: 'a.b.c' },
    { name: 'with characters that are encoded', body: 'token=a%2Bb%20c', want: 'a+b c' },
    { name: 'sent twice', body: 'token=a&token=b', want: undefined },
    { name: 'empty', body: 'token=', want: undefined },
    { name: 'under another name', body: 'tokens=a', want: undefined },
    { name: 'in an empty body', body: '', want: undefined },
    { name: 'in no form', body: { token: 'a' }, want: undefined },
    { name: 'in no body', body: undefined, want: undefined },
  ])('$name', ({ body, want }) => expect(tokenOfForm(body)).toBe(want));
});
