import { kafkaSettings } from '@trivium/bus';
import { databaseSettings } from '@trivium/persistence';
import {
  callerSettings,
  httpSettings,
  keyEncryptionSettings,
  logSettings,
  type Config,
} from '@trivium/runtime';
import { valkeySettings } from '@trivium/revocation';
import { governanceSettings } from '@trivium/policy';
import { z } from 'zod';

/** What every service with a database and a bus is told. */
export const serviceSettings = {
  ...httpSettings,
  ...logSettings,
  ...callerSettings,
  ...databaseSettings,
  ...kafkaSettings,
};
export type ServiceConfig = Config<typeof serviceSettings>;

/** What a road is told besides. */
export const roadSettings = {
  ...serviceSettings,
  ...keyEncryptionSettings,
  ...valkeySettings,
  ...governanceSettings,
  TRIVIUM_TARGETS_FILE: z
    .string()
    .min(1)
    .describe('YAML file that lists the target systems of this road and how to reach them.'),
  TRIVIUM_DECISION_URL: z
    .url({ protocol: /^https?$/ })
    .describe('Address of the decision service, where the end of access is tried.'),
};
export type RoadConfig = Config<typeof roadSettings>;
