import {
  AclOperations,
  AclPermissionTypes,
  ResourcePatternTypes,
  ResourceTypes,
  type Acl,
} from '@platformatic/kafka';
import { entitlementOf, userOf } from './acls.js';

const acl: Acl = {
  principal: 'User:ada',
  host: '*',
  resourceType: ResourceTypes.TOPIC,
  resourceName: 'orders',
  resourcePatternType: ResourcePatternTypes.LITERAL,
  operation: AclOperations.READ,
  permissionType: AclPermissionTypes.ALLOW,
};

describe('an ACL of a cluster', () => {
  it.each([
    { name: 'one topic', over: {}, want: 'topic:read:orders' },
    {
      name: 'a prefix',
      over: { resourceName: 'orders.', resourcePatternType: ResourcePatternTypes.PREFIXED },
      want: 'topic:read:orders.*',
    },
    { name: 'a group', over: { resourceType: ResourceTypes.GROUP }, want: 'group:read:orders' },
    {
      name: 'what no entitlement can say',
      over: { permissionType: AclPermissionTypes.DENY, operation: AclOperations.ALTER, host: '10.1.2.3' },
      want: 'deny topic:alter:orders from 10.1.2.3',
    },
  ])('is written as an entitlement: $name', ({ over, want }) => {
    expect(entitlementOf({ ...acl, ...over })).toBe(want);
  });

  it('belongs to a user, or to a principal of another kind', () => {
    expect([userOf(acl), userOf({ ...acl, principal: 'Group:ops' })]).toEqual(['ada', undefined]);
  });
});
