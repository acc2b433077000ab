import { z } from 'zod';

export const user = z.object({
  userName: z.string(),
  displayName: z.string(),
  roles: z.array(z.string()),
  active: z.boolean(),
  passwordExpiresAt: z.string().optional(),
});

/** Somebody who may sign in, as the server tells of it. */
export type User = z.output<typeof user>;

export const usersPath = '/v1/users';

export const pathOf = (userName: string) => `${usersPath}/${encodeURIComponent(userName)}`;
