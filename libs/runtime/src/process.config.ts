import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

/** Where a service listens. */
export const httpSettings = {
  TRIVIUM_HOST: z.string().default('127.0.0.1').describe('Address the HTTP server listens on.'),
  TRIVIUM_PORT: port.describe('Port the HTTP server listens on; 0 takes a free one.'),
  TRIVIUM_TLS_CERT_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'PEM file with the certificate chain of this server; with it and its key it is reached over TLS (1.2 or later) only. Read again when it changes.',
    ),
  TRIVIUM_TLS_KEY_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('PEM file with the private key of the certificate. Read again when it changes.'),
};

/** How much a service says. */
export const logSettings = {
  TRIVIUM_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .default('info')
    .describe('Least severe level that is written to the log.'),
};

/** Whom an internal service believes about its callers. */
export const callerSettings = {
  TRIVIUM_GATEWAY_JWKS_URL: z
    .url({ protocol: /^https?$/ })
    .describe('Address of the JSON Web Key Set with which the gateway signs what it says about a caller.'),
};

/** The key under which a service seals the secrets it keeps. */
export const keyEncryptionSettings = {
  TRIVIUM_KEY_ENCRYPTION_KEY: z
    .base64()
    .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64')
    .meta({ description: 'Key-encryption key that seals stored secrets: 32 bytes in base64.', secret: true }),
};
