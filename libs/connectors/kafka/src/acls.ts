import kafkajs, { type Admin, type AclFilter } from 'kafkajs';
import type { TopicGrant } from './account.js';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

const principalOf = (name: string) => `User:${name}`;

const everythingOf = (name: string): AclFilter => ({
  principal: principalOf(name),
  resourceType: AclResourceTypes.ANY,
  resourcePatternType: ResourcePatternTypes.ANY,
  operation: AclOperationTypes.ANY,
  permissionType: AclPermissionTypes.ANY,
});

/** Gives the user exactly these grants. */
export async function setAcls(admin: Admin, name: string, grants: readonly TopicGrant[]): Promise<void> {
  await removeAcls(admin, name);
  if (grants.length === 0) return;
  await admin.createAcls({
    acl: grants.map((grant) => ({
      principal: principalOf(name),
      host: '*',
      resourceType: grant.resource === 'topic' ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
      resourceName: grant.name,
      resourcePatternType: grant.prefixed ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
      operation: AclOperationTypes[grant.operation],
      permissionType: AclPermissionTypes.ALLOW,
    })),
  });
}

/** Takes every grant of the user away and says how many there were. */
export async function removeAcls(admin: Admin, name: string): Promise<number> {
  if ((await countAcls(admin, name)) === 0) return 0;
  const { filterResponses } = await admin.deleteAcls({ filters: [everythingOf(name)] });
  return filterResponses.reduce((sum, { matchingAcls }) => sum + matchingAcls.length, 0);
}

export async function countAcls(admin: Admin, name: string): Promise<number> {
  const { resources } = await admin.describeAcls(everythingOf(name));
  return resources.reduce((sum, { acls }) => sum + acls.length, 0);
}
