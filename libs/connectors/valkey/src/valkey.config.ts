import { Secret } from '@trivium/credentials';
import { z } from 'zod';

/** A Valkey or Redis server whose ACL users Trivium manages. The administrator needs `+acl +client|list +client|kill +info`. */
export const valkeyTargetConfig = z.strictObject({
  name: z.string().min(1).describe('The name of the target, unique in the installation.'),
  kind: z.literal('valkey'),
  host: z.string().min(1).describe('Host name or address of the server.'),
  port: z.number().int().min(1).max(65_535).default(6379).describe('TCP port of the server.'),
  adminUser: z.string().min(1).default('default').describe('The ACL user that Trivium acts as.'),
  adminPassword: z.instanceof(Secret).describe('Its password.'),
  tls: z.enum(['off', 'verify']).default('verify').describe('`verify` checks the server certificate.'),
  connectTimeoutMs: z.number().int().min(1).default(3_000).describe('Longest wait for a connection.'),
  timeoutMs: z.number().int().min(1).default(10_000).describe('Longest time for one act.'),
});

export type ValkeyTarget = z.infer<typeof valkeyTargetConfig>;
