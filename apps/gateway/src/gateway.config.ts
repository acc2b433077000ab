import { kafkaSettings } from '@trivium/bus';
import { databaseSettings } from '@trivium/persistence';
import { httpSettings, keyEncryptionSettings, logSettings, type Config } from '@trivium/runtime';
import { z } from 'zod';

const url = z.url({ protocol: /^https?$/ });

const serviceUrls = z
  .string()
  .transform((text) =>
    Object.fromEntries(
      text
        .split(',')
        .map((pair) => [pair.slice(0, pair.indexOf('=')).trim(), pair.slice(pair.indexOf('=') + 1).trim()]),
    ),
  )
  .pipe(z.strictObject({ workforce: url, workload: url, agent: url, audit: url, decision: url.optional() }));

export const gatewaySettings = {
  ...httpSettings,
  ...logSettings,
  ...databaseSettings,
  ...kafkaSettings,
  ...keyEncryptionSettings,
  TRIVIUM_WEBHOOK_SOURCES_FILE: z
    .string()
    .min(1)
    .describe('YAML file that lists who may send webhooks, with their secrets by reference.'),
  TRIVIUM_SERVICE_URLS: serviceUrls.describe(
    'Where the services listen inside: workforce=<url>,workload=<url>,agent=<url>,audit=<url>,decision=<url>.',
  ),
  TRIVIUM_ADMIN_PASSWORD: z.string().min(12).meta({
    description: 'Password of the first local administrator, "admin"; used when there is none yet.',
    secret: true,
  }),
  TRIVIUM_STREAM_HEARTBEAT_SECONDS: z.coerce
    .number()
    .min(0.05)
    .max(15)
    .default(10)
    .describe(
      'Seconds between two signs of life on the live stream; with each one its caller is verified again.',
    ),
  TRIVIUM_CONSOLE_DIR: z
    .string()
    .min(1)
    .optional()
    .describe("Folder with the console's built files; no console when absent."),
};
export type GatewayConfig = Config<typeof gatewaySettings>;
