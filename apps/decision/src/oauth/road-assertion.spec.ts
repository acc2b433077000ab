import {
  formatLink,
  newAgentId,
  newCredentialId,
  newDelegationId,
  newNhiId,
  newTaskId,
  personIdFor,
} from '@trivium/identity';
import { readAssertion, UnusableAssertion } from './road-assertion.js';

const person = personIdFor('hr', '1');
const other = personIdFor('hr', '2');
const [nhi, credential, agent, delegation] = [newNhiId(), newCredentialId(), newAgentId(), newDelegationId()];
const links = (...ids: string[]) => ids.map((id) => formatLink({ id, generation: 1 }));
const key = { kty: 'OKP', crv: 'Ed25519', x: 'abc' };

const forPerson = {
  iss: 'trivium:workforce',
  sub: person,
  jti: 'a1',
  exp: 1_900_000_000,
  trv_chain: links(person),
};
const forNhi = { ...forPerson, iss: 'trivium:workload', sub: nhi, trv_chain: links(nhi, credential) };
const delegated = {
  ...forPerson,
  iss: 'trivium:agent',
  jti: delegation,
  trv_chain: links(person, agent, delegation),
  may_act: { sub: agent },
  agent_jwks: { keys: [key] },
};

describe('a road may vouch', () => {
  it.each([
    { name: 'for its person', claims: forPerson },
    { name: 'for its workload and credential', claims: forNhi },
    { name: 'for its delegation by a person', claims: delegated },
    {
      name: 'for an agent of its own',
      claims: { ...delegated, sub: agent, trv_chain: links(agent, delegation) },
    },
  ])('$name', ({ claims }) =>
    expect(readAssertion(claims)).toMatchObject({ subject: claims.sub, id: claims.jti }),
  );

  it('and names the agent, its keys and what is permitted', () => {
    const details = [{ type: 'trivium_access', target: 'orders', actions: ['read'] }];
    expect(readAssertion({ ...delegated, scope: 'a b', authorization_details: details })).toMatchObject({
      road: 'agent',
      scope: ['a', 'b'],
      details,
      delegatedTo: { agentId: agent, delegationId: delegation, keys: [key] },
    });
  });
});

describe('a road may not vouch', () => {
  it.each([
    { name: 'for another road', claims: { ...forPerson, iss: 'trivium:workload' } },
    {
      name: 'for a workload under a person',
      claims: { ...forNhi, sub: person, trv_chain: links(person, nhi) },
    },
    { name: 'for a person whose chain is someone else', claims: { ...forPerson, trv_chain: links(other) } },
    { name: 'for a person alone, as the agent road', claims: { ...forPerson, iss: 'trivium:agent' } },
    {
      name: 'for two persons in one chain',
      claims: { ...delegated, trv_chain: links(person, other, agent, delegation) },
    },
    { name: 'as no road at all', claims: { ...forPerson, iss: 'trivium:gateway' } },
    { name: 'for an agent outside of the chain', claims: { ...delegated, may_act: { sub: newAgentId() } } },
    { name: 'for a delegation outside of the chain', claims: { ...delegated, jti: newDelegationId() } },
    { name: 'for a task in place of the delegation', claims: { ...delegated, jti: newTaskId() } },
    { name: 'for an agent without keys', claims: { ...delegated, agent_jwks: undefined } },
    {
      name: 'for an agent with an RSA key',
      claims: { ...delegated, agent_jwks: { keys: [{ kty: 'RSA', n: 'a', e: 'AQAB' }] } },
    },
    {
      name: 'for an agent with a shared secret',
      claims: { ...delegated, agent_jwks: { keys: [{ kty: 'oct', k: 'a' }] } },
    },
    { name: 'with a malformed link', claims: { ...forPerson, trv_chain: [`${person}:0`] } },
    {
      name: 'with more links than a chain has',
      claims: { ...forPerson, trv_chain: Array<string>(17).fill(`${person}:1`) },
    },
    { name: 'with no chain', claims: { ...forPerson, trv_chain: [] } },
    { name: 'with a malformed scope', claims: { ...forPerson, scope: 'a  b' } },
    {
      name: 'with details of an unknown type',
      claims: { ...forPerson, authorization_details: [{ type: 'payment' }] },
    },
    { name: 'with no claims', claims: null },
  ])('$name', ({ claims }) => expect(() => readAssertion(claims)).toThrow(UnusableAssertion));
});
