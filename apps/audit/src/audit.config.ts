import type { Config } from '@trivium/runtime';
import { serviceSettings } from '@trivium/service';
import { z } from 'zod';

export const auditSettings = {
  ...serviceSettings,
  TRIVIUM_DECISIONS_KEPT_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .default(90)
    .describe('For how long the answers of the decision point are kept, in days.'),
};
export type AuditConfig = Config<typeof auditSettings>;
