import { endedBy, passwordFlaw, type Account } from './account.js';

const admin: Account = { userName: 'ines', displayName: 'Ines', roles: ['admin', 'auditor'], active: true };
const auditor: Account = { ...admin, roles: ['auditor'] };
const gone: Account = { ...admin, active: false };

it.each([
  {
    name: 'another name',
    before: admin,
    after: { ...admin, displayName: 'I.' },
    sessions: false,
    apiTokens: false,
  },
  { name: 'fewer roles', before: admin, after: auditor, sessions: false, apiTokens: true },
  { name: 'more roles', before: auditor, after: admin, sessions: false, apiTokens: false },
  { name: 'the right to sign in', before: admin, after: gone, sessions: true, apiTokens: true },
  {
    name: 'that of an auditor',
    before: auditor,
    after: { ...auditor, active: false },
    sessions: true,
    apiTokens: false,
  },
  { name: 'nothing, coming back', before: gone, after: admin, sessions: false, apiTokens: false },
])('with $name end sessions: $sessions, API tokens: $apiTokens', ({ before, after, sessions, apiTokens }) => {
  expect(endedBy(before, after)).toEqual({ sessions, apiTokens });
});

it.each([
  { name: 'long and new', chosen: 'seven quiet harbours', flaw: undefined },
  { name: 'short', chosen: 'seven quiet', flaw: 'must have at least 15 characters' },
  { name: 'the former one', chosen: 'the former password', flaw: 'must be another one than before' },
  {
    name: 'the user name and more',
    chosen: 'INES seven quiet harbours',
    flaw: 'must not contain the user name',
  },
])('a password that is $name has the flaw: $flaw', ({ chosen, flaw }) => {
  expect(passwordFlaw(chosen, 'the former password', admin)).toBe(flaw);
});
