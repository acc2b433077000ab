import { z } from 'zod';

export const databaseSettings = {
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be a postgres:// URL')
    .meta({
      description: "Postgres, with this service's own role; its schema carries the service's name.",
      secret: true,
    }),
  TRIVIUM_DATABASE_POOL: z.coerce
    .number()
    .int()
    .min(2)
    .max(200)
    .default(20)
    .describe('Connections this service may hold open at once.'),
};

export interface DatabaseConfig {
  readonly DATABASE_URL: string;
  readonly TRIVIUM_DATABASE_POOL: number;
}
