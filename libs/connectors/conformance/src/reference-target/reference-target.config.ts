import { Secret } from '@trivium/credentials';
import { z } from 'zod';

/** What the runnable example reads from its environment. */
const settings = z.object({
  ORDER_TARGET_SECRET: z
    .string()
    .regex(/^whsec_/)
    .describe('The secret it shares with Trivium: `whsec_` and base64.'),
  ORDER_TARGET_PORT: z.coerce.number().int().min(0).max(65_535).default(0).describe('TCP port; 0 takes any.'),
});

export function readSettings(env: NodeJS.ProcessEnv = process.env) {
  const { ORDER_TARGET_SECRET, ORDER_TARGET_PORT } = settings.parse(env);
  return { secret: new Secret(ORDER_TARGET_SECRET), port: ORDER_TARGET_PORT };
}
