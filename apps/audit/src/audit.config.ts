import type { Config } from '@trivium/runtime';
import { serviceSettings } from '@trivium/service';

export const auditSettings = { ...serviceSettings };
export type AuditConfig = Config<typeof auditSettings>;
