import {
  AclOperations,
  AclPermissionTypes,
  createAclsV3,
  deleteAclsV3,
  describeAclsV3,
  ResourcePatternTypes,
  ResourceTypes,
  type Acl,
  type Connection,
} from '@platformatic/kafka';
import type { TopicGrant } from './account.js';

const principalPrefix = 'User:';

function wanted(name: string, grant: TopicGrant): Acl {
  return {
    principal: `${principalPrefix}${name}`,
    host: '*',
    resourceType: grant.resource === 'topic' ? ResourceTypes.TOPIC : ResourceTypes.GROUP,
    resourceName: grant.name,
    resourcePatternType: grant.prefixed ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
    operation: AclOperations[grant.operation],
    permissionType: AclPermissionTypes.ALLOW,
  };
}

/** Every ACL of the user, or of all users. */
export async function listAcls(admin: Connection, name?: string): Promise<Acl[]> {
  const { resources } = await describeAclsV3.api.async(admin, {
    resourceType: ResourceTypes.ANY,
    resourceName: null,
    resourcePatternType: ResourcePatternTypes.ANY,
    principal: name === undefined ? null : `${principalPrefix}${name}`,
    host: null,
    operation: AclOperations.ANY,
    permissionType: AclPermissionTypes.ANY,
  });
  return resources.flatMap(({ acls, ...resource }) => acls.map((acl) => ({ ...resource, ...acl })));
}

/** What has to be created and deleted so that the user has exactly these grants. */
export async function differingAcls(
  admin: Connection,
  name: string,
  grants: readonly TopicGrant[],
): Promise<{ readonly missing: readonly Acl[]; readonly extra: readonly Acl[] }> {
  const want = new Map(grants.map((grant) => wanted(name, grant)).map((acl) => [entitlementOf(acl), acl]));
  const held = new Map((await listAcls(admin, name)).map((acl) => [entitlementOf(acl), acl]));
  return {
    missing: [...want].filter(([text]) => !held.has(text)).map(([, acl]) => acl),
    extra: [...held].filter(([text]) => !want.has(text)).map(([, acl]) => acl),
  };
}

/** Gives before it takes: what stays allowed is allowed in every moment. */
export async function applyAcls(
  admin: Connection,
  { missing, extra }: { readonly missing: readonly Acl[]; readonly extra: readonly Acl[] },
): Promise<void> {
  if (missing.length > 0) await createAclsV3.api.async(admin, [...missing]);
  if (extra.length > 0) await deleteAclsV3.api.async(admin, [...extra]);
}

const label = (labels: Readonly<Record<string, number>>, value: number) =>
  (Object.entries(labels).find(([, known]) => known === value)?.[0] ?? String(value)).toLowerCase();

export function userOf({ principal }: Acl): string | undefined {
  return principal.startsWith(principalPrefix) ? principal.slice(principalPrefix.length) : undefined;
}

/** `topic:read:orders`, `topic:write:orders.*` for a prefix; what no entitlement can say is spelled out: `deny topic:alter:orders from 10.1.2.3`. */
export function entitlementOf(acl: Acl): string {
  const star = acl.resourcePatternType === ResourcePatternTypes.PREFIXED ? '*' : '';
  const what = [label(ResourceTypes, acl.resourceType), label(AclOperations, acl.operation)].join(':');
  const deny = acl.permissionType === AclPermissionTypes.DENY ? 'deny ' : '';
  const from = acl.host === '*' ? '' : ` from ${acl.host}`;
  return `${deny}${what}:${acl.resourceName}${star}${from}`;
}
