import { loadGovernance } from '../governance.js';
import { cedar } from './cedar.js';
import { regardOf, regardOfAll } from './regard.js';

function regardOfText(text: string) {
  const answer = cedar().policyToJson(text);
  if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join());
  return regardOf(answer.json);
}

const when = (condition: string) => `permit (principal, action, resource) when { ${condition} };`;

describe('a policy looks', () => {
  it.each([
    { text: 'permit (principal, action, resource);' },
    { text: 'permit (principal is Person, action, resource is Table);' },
    { text: when('principal.status == "active" && !resource.privileged') },
    { text: when('["a", "b"].contains(principal.kind) || principal.name like "a*"') },
    { text: when('context has risk && context.risk + 1 > 70') },
    { text: when('principal is Person && resource.owner == principal.manager') },
    { text: when('context.sourceIp.isInRange(ip("10.0.0.0/8"))') },
    { text: when('action == Action::"read" || context.risk < 3') },
    { text: when('if context.a then {b: 1} == {b: 2} else true') },
  ])('at neither who it is nor the moment: $text', ({ text }) => {
    expect(regardOfText(text)).toEqual({ identity: 'never', now: 'never' });
  });

  it.each([
    { text: 'permit (principal == Person::"ines", action, resource);' },
    { text: 'permit (principal is Person in Role::"staff", action, resource);' },
    { text: 'permit (principal, action, resource in Folder::"f");' },
    { text: when('principal in Role::"security"') },
    { text: when('resource.owner == principal') },
    { text: when('resource.readers.contains(principal)') },
    { text: when('principal is Person in Role::"staff"') },
    { text: when('context == {}') },
  ])('at who it is: $text', ({ text }) => {
    expect(regardOfText(text)).toMatchObject({ identity: 'always' });
  });

  it.each([
    { text: when('resource.owner.status == "active"') },
    { text: when('context has actor && context.actor has status') },
  ])('at who it is where it is referred to: $text', ({ text }) => {
    expect(regardOfText(text)).toEqual({ identity: 'referred', now: 'never' });
  });

  it.each([
    { text: when('context.now < principal.ends'), now: 'compared' },
    { text: when('principal has ends && principal.ends >= context.now'), now: 'compared' },
    { text: when('context.now < 7'), now: 'exactly' },
    { text: when('context.now == principal.ends'), now: 'exactly' },
    { text: when('context.now - principal.since < 100'), now: 'exactly' },
    { text: when('context has now'), now: 'exactly' },
    { text: when('context == {now: 1}'), now: 'exactly' },
  ])('at the moment, $now: $text', ({ text, now }) => {
    expect(regardOfText(text).now).toBe(now);
  });
});

it('policies look at what any of them looks at', () => {
  const one = { identity: 'referred', now: 'compared' } as const;
  expect(regardOfAll([])).toEqual({ identity: 'never', now: 'never' });
  expect(regardOfAll([one, { identity: 'always', now: 'never' }])).toEqual({
    identity: 'always',
    now: 'compared',
  });
});

it('no policy of ours about access needs to know who somebody is or what time it is, so that decisions can be remembered', async () => {
  const { policies } = await loadGovernance('governance');
  const aboutAccess = policies.filter(({ scope }) => scope.actions?.includes('access'));
  expect(aboutAccess.length).toBeGreaterThan(15);
  const regard = regardOfAll(aboutAccess.map((policy) => policy.regard));
  expect(regard).toEqual({ identity: 'referred', now: 'compared' });
});
