import type { Config } from '@trivium/runtime';
import { roadSettings } from '@trivium/service';

export const workloadSettings = { ...roadSettings };
export type WorkloadConfig = Config<typeof workloadSettings>;
