import type { Config } from '@trivium/runtime';
import { roadSettings } from '@trivium/service';

export const agentSettings = { ...roadSettings };
export type AgentConfig = Config<typeof agentSettings>;
