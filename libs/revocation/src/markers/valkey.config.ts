import { z } from 'zod';

export const valkeySettings = {
  VALKEY_URL: z
    .string()
    .regex(/^(redis|valkey)s?:\/\//, 'must be a redis:// or valkey:// URL')
    .transform((url) => url.replace(/^valkey/, 'redis'))
    .meta({
      description:
        'Valkey with the containment markers; the URL carries the ACL user and password of this service.',
      secret: true,
    }),
};

export interface ValkeyConfig {
  readonly VALKEY_URL: string;
}
