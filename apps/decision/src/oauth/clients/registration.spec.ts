import { meets, type ClaimConditions } from './registration.js';

const kubernetes = {
  sub: 'system:serviceaccount:shop:billing',
  aud: ['https://trivium.example'],
  'kubernetes.io': { namespace: 'shop', serviceaccount: { name: 'billing' } },
};
const job = {
  sub: 'repo:example/shop:ref:refs/heads/main',
  run_attempt: 2,
  groups: ['a', 'b'],
  admin: false,
};

it.each<{ name: string; claims: Record<string, unknown>; conditions: ClaimConditions; want: boolean }>([
  { name: 'a claim that is equal', claims: job, conditions: { sub: job.sub }, want: true },
  { name: 'a claim that differs', claims: job, conditions: { sub: 'repo:example/shop' }, want: false },
  { name: 'one of several values', claims: job, conditions: { sub: ['x', job.sub] }, want: true },
  { name: 'a number', claims: job, conditions: { run_attempt: '2' }, want: true },
  { name: 'a boolean', claims: job, conditions: { admin: 'false' }, want: true },
  { name: 'a member of a list', claims: job, conditions: { groups: 'b' }, want: true },
  { name: 'no member of a list', claims: job, conditions: { groups: 'c' }, want: false },
  { name: 'a claim that is absent', claims: job, conditions: { actor: 'x' }, want: false },
  { name: 'only some of the conditions', claims: job, conditions: { sub: job.sub, actor: 'x' }, want: false },
  {
    name: 'a claim inside of another',
    claims: kubernetes,
    conditions: { '/kubernetes.io/serviceaccount/name': 'billing' },
    want: true,
  },
  { name: 'an object', claims: kubernetes, conditions: { 'kubernetes.io': '[object Object]' }, want: false },
  { name: 'what every object has', claims: job, conditions: { '/constructor/name': 'Object' }, want: false },
])('$name: $want', ({ claims, conditions, want }) => {
  expect(meets(claims, conditions)).toBe(want);
});
