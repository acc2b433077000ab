import { Secret } from '@trivium/credentials';
import { z } from 'zod';

/**
 * A PostgreSQL server (16 or newer) whose login roles Trivium manages. The administrator needs no superuser: CREATEROLE, the ADMIN
 * option on the roles it hands out, the grant option on the databases it lets in to, membership in `pg_signal_backend` and in `owner`
 * (which owns the schemas and tables of the entitlements), and CONNECT on the databases it should clean.
 */
export const postgresTargetConfig = z.strictObject({
  name: z.string().min(1).describe('The name of the target, unique in the installation.'),
  kind: z.literal('postgres'),
  host: z.string().min(1).describe('Host name or address of the server.'),
  port: z.number().int().min(1).max(65_535).default(5432).describe('TCP port of the server.'),
  database: z
    .string()
    .min(1)
    .default('postgres')
    .describe('The database whose schemas and tables the entitlements name.'),
  adminUser: z.string().min(1).describe('The role that Trivium acts as.'),
  adminPassword: z.instanceof(Secret).describe('Its password.'),
  owner: z.string().min(1).describe('The role that takes over what a revoked account owns.'),
  tls: z.enum(['off', 'verify']).default('verify').describe('`verify` checks the server against `ca`.'),
  ca: z
    .string()
    .optional()
    .describe('PEM certificate of the authority that signed the server; the system list if absent.'),
  connectTimeoutMs: z.number().int().min(1).default(3_000).describe('Longest wait for a connection.'),
  timeoutMs: z.number().int().min(1).default(10_000).describe('Longest time for one act.'),
});

export type PostgresTarget = z.infer<typeof postgresTargetConfig>;
