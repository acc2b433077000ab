import { SetMetadata } from '@nestjs/common';

export const roles = ['admin', 'security', 'owner', 'manager', 'auditor', 'soc'] as const;
export type Role = (typeof roles)[number];

/** Whether this version knows a role by this name. */
export const isRole = <Name extends string>(name: Name): name is Name & Role =>
  roles.some((role) => role === name);

export const rolesKey = 'trivium:roles';
export const publicKey = 'trivium:public';

/** Who may call the route: a caller with any one of these roles. A route without `@Roles` or `@Public` is closed to everybody. */
export const Roles = (...allowed: [Role, ...Role[]]) => SetMetadata(rolesKey, allowed);

/** Open without a caller: the route authenticates by other means, or has nothing to hide. */
export const Public = () => SetMetadata(publicKey, true);
