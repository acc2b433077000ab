import { newAgentId, newCredentialId, newNhiId, personIdFor } from '@trivium/identity';
import { RunningModel } from '@trivium/policy';
import { approversOf, isRequestable, routeOf } from './requestable.js';

const model = await RunningModel.load('governance');
const person = personIdFor('hr', '1');

describe('access that is denied', () => {
  it('could be asked for only where nothing but a grant is missing', () => {
    const requestable = Object.entries(isRequestable).filter(([, is]) => is);
    expect(requestable).toEqual([['no_grant', true]]);
  });

  it.each([
    { name: 'a person', id: person, want: ['manager'] },
    { name: 'an intern', id: person, properties: { kind: 'intern' }, want: ['manager'] },
    { name: 'privileged access', id: person, resource: { privileged: true }, want: ['manager', 'security'] },
    {
      name: 'access that faces the internet',
      id: person,
      resource: { internetFacing: true },
      want: ['manager', 'security'],
    },
    {
      name: 'what is not quite said to be privileged',
      id: person,
      resource: { privileged: 'yes' },
      want: ['manager'],
    },
    { name: 'a workload', id: newNhiId(), want: ['owner'] },
    {
      name: 'an account of several',
      id: newNhiId(),
      properties: { kind: 'shared_account' },
      want: ['owner', 'security'],
    },
    { name: 'an agent', id: newAgentId(), want: ['owner'] },
    {
      name: 'an agent whose delegator nobody can prove to be',
      id: newAgentId(),
      properties: { class: 'human_assisted_app' },
      want: undefined,
    },
    {
      name: 'a contractor, whose sponsor has no role',
      id: person,
      properties: { kind: 'contractor' },
      want: undefined,
    },
    {
      name: 'a kind that the model does not know',
      id: person,
      properties: { kind: 'ghost' },
      want: undefined,
    },
    {
      name: 'a kind that is a name of every object',
      id: person,
      properties: { kind: 'constructor' },
      want: undefined,
    },
    { name: 'a kind that is none', id: person, properties: { kind: 7 }, want: undefined },
    { name: 'a stranger', id: 'rick@example.com', want: undefined },
  ])('is approved for $name by $want', ({ id, properties, resource, want }) => {
    const route = routeOf({
      subject: { type: 'person', id, ...(properties && { properties }) },
      resource: { type: 'table', id: 'orders', ...(resource && { properties: resource }) },
    });
    expect(route && approversOf(route, model)).toEqual(want);
  });

  it('is never asked for in the name of a credential', () => {
    const subject = { type: 'nhi', id: newCredentialId() };
    expect(routeOf({ subject, resource: { type: 'table', id: 'orders' } })).toBeUndefined();
  });
});
