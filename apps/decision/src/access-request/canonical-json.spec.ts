import { canonicalJson } from './canonical-json.js';

it.each([
  { name: 'the order of members', given: '{"b":1,"a":{"d":2,"c":3}}', want: '{"a":{"c":3,"d":2},"b":1}' },
  { name: 'the order of a list', given: '[2, 1]', want: '[2,1]' },
  { name: 'numbers', given: '[1.0, 1e21, -0, 1E-7]', want: '[1,1e+21,0,1e-7]' },
  { name: 'letters', given: '["\\u20ac","\\/","\\u000f"]', want: '["€","/","\\u000f"]' },
  { name: 'nothing', given: '{"a":null}', want: '{"a":null}' },
])('one text, whatever $name', ({ given, want }) => {
  expect(canonicalJson(JSON.parse(given))).toBe(want);
});
