import type { Config } from '@trivium/runtime';
import { roadSettings } from '@trivium/service';

export const workforceSettings = { ...roadSettings };
export type WorkforceConfig = Config<typeof workforceSettings>;
