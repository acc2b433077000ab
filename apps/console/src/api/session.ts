import { z } from 'zod';

export const session = z.object({ subject: z.string(), person: z.string(), roles: z.array(z.string()) });

export type Session = z.infer<typeof session>;
