import { credentialSettings } from '@trivium/credentials';
import { roads, type Road } from '@trivium/identity';
import { governanceSettings } from '@trivium/policy';
import { valkeySettings } from '@trivium/revocation';
import type { Config } from '@trivium/runtime';
import { serviceSettings } from '@trivium/service';
import { z } from 'zod';
import type { RegisteredClient } from './clients/registered-clients.js';

const url = z.url({ protocol: /^https?$/ });

/** `name=value,name=value` as a record. */
const pairs = (separator: string) =>
  z.string().transform((text) => {
    const entries = text
      .split(',')
      .map((pair) => pair.trim())
      .filter((pair) => pair !== '');
    return Object.fromEntries(entries.map((pair) => splitOnce(pair, separator)));
  });

function splitOnce(pair: string, separator: string): [string, string] {
  const at = pair.indexOf(separator);
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + separator.length)];
}

const roadUrls = pairs('=').pipe(
  z.strictObject({ workforce: url, workload: url, agent: url } satisfies Record<Road, typeof url>),
);

const apiClients = pairs(':')
  .pipe(
    z.record(z.string().min(1), z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex')),
  )
  .transform((clients): readonly RegisteredClient[] =>
    Object.entries(clients).map(([id, secretSha256]) => ({ id, secretSha256 })),
  );

const hosts = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((host) => host.trim().toLowerCase())
      .filter((host) => host !== ''),
  )
  .pipe(
    z.array(
      z
        .string()
        .refine((host) => URL.parse(`https://${host}`)?.host === host, 'must be <host> or <host>:<port>'),
    ),
  );

const positive = z.coerce.number().int().min(1);

export const decisionSettings = {
  ...serviceSettings,
  ...credentialSettings,
  ...valkeySettings,
  ...governanceSettings,
  TRIVIUM_ISSUER: url
    .transform((text) => text.replace(/\/+$/, ''))
    .optional()
    .describe(
      'Issuer of access tokens: the address under which clients reach this service. Its own host and port when absent.',
    ),
  TRIVIUM_ROAD_JWKS_URLS: roadUrls.describe(
    `Where each road publishes the keys of its assertions: ${roads.map((road) => `${road}=<url>`).join(',')}.`,
  ),
  TRIVIUM_TRUSTED_ISSUERS_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'YAML file that lists the OIDC issuers and SPIFFE trust domains whose tokens may prove a workload; nobody when absent.',
    ),
  TRIVIUM_INTERNAL_KEY_HOSTS: hosts
    .default([])
    .describe(
      'Hosts with a private, loopback or link-local address from which keys of clients (`jwks_uri`) may be fetched: <host> or <host>:<port>, separated by commas.',
    ),
  TRIVIUM_API_CLIENTS: apiClients.default([]).meta({
    description:
      'Who may introspect and evaluate: <id>:<SHA-256 of its generated secret, hex>, separated by commas.',
    secret: true,
  }),
  TRIVIUM_SIGNING_KEY_DAYS: positive
    .max(365)
    .default(30)
    .describe('For how long one key signs access tokens before the next one does, in days.'),
  TRIVIUM_DPOP_NONCE: z
    .enum(['off', 'required'])
    .default('off')
    .describe('Whether a DPoP proof must carry a nonce of this service.'),
  TRIVIUM_DEFAULT_AUDIENCE: z
    .string()
    .min(1)
    .default('trivium')
    .describe('Audience of a token when the client asks for none.'),
  TRIVIUM_TOKEN_SECONDS: positive
    .max(3_600)
    .default(600)
    .describe("Life of workloads' and derived tokens, in seconds."),
  TRIVIUM_ACCESS_REQUEST_DAYS: positive
    .max(90)
    .default(7)
    .describe('For how long a request for access that was denied can be approved, in days.'),
  TRIVIUM_TOKEN_CACHE: positive
    .default(100_000)
    .describe('How many tokens with a good signature are remembered.'),
  TRIVIUM_MARKER_TIMEOUT_MS: positive
    .max(10_000)
    .default(1_000)
    .describe(
      'How long the containment markers may take to answer, in milliseconds, before everything is denied.',
    ),
  TRIVIUM_DECISION_SPOOL_DIR: z
    .string()
    .min(1)
    .describe(
      'Folder on a disk that outlives the process, where decisions wait until the audit road has taken their record.',
    ),
  TRIVIUM_DECISION_SPOOL_MB: positive
    .default(256)
    .describe(
      'How much may wait there, in mebibytes. When it is full, what is privileged is denied and the rest is answered and counted as lost.',
    ),
  TRIVIUM_MAX_DATA_AGE_MS: positive
    .default(30_000)
    .describe('Oldest grants from which a strict decision may permit, in milliseconds.'),
};
export type DecisionConfig = Config<typeof decisionSettings>;

export function issuerOf(
  config: Pick<DecisionConfig, 'TRIVIUM_ISSUER' | 'TRIVIUM_HOST' | 'TRIVIUM_PORT' | 'TRIVIUM_TLS_CERT_FILE'>,
): string {
  const scheme = config.TRIVIUM_TLS_CERT_FILE ? 'https' : 'http';
  return config.TRIVIUM_ISSUER ?? `${scheme}://${config.TRIVIUM_HOST}:${config.TRIVIUM_PORT}`;
}
