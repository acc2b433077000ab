import { z } from 'zod';

/** The same in capitals and small letters. */
export const userName = z
  .string()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._@-]{0,98}$/, 'must be of letters, digits and . _ @ -');
