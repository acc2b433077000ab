import { createHash, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { randomPassword, secretsFile } from '../secrets-file.js';
import { principals, services, type Principal, type Service } from './topology.js';

/** Everything secret of one installation on this machine, made once and kept with mode 0600. */
export interface StackSecrets {
  readonly kafka: Readonly<Record<Principal, string>>;
  readonly database: Readonly<Record<Service, string>>;
  readonly valkey: Readonly<Record<'workforce' | 'workload' | 'agent' | 'decision', string>>;
  /** Base64, 32 bytes each. */
  readonly keyEncryption: Readonly<Record<Service, string>>;
  readonly administrator: string;
  readonly resourceServer: string;
  readonly ordersAdmin: string;
  readonly hris: string;
  readonly bamboohr: string;
  readonly github: string;
}

function each<Name extends string>(names: readonly Name[], make: () => string): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, make()])) as Record<Name, string>;
}

const random = (bytes: number, encoding: BufferEncoding) => randomBytes(bytes).toString(encoding);

export async function stackSecrets(dataDir: string): Promise<StackSecrets> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  return secretsFile<StackSecrets>(join(dataDir, 'secrets.json'), () => ({
    kafka: each(principals, randomPassword),
    database: each(services, randomPassword),
    valkey: each(['workforce', 'workload', 'agent', 'decision'], randomPassword),
    keyEncryption: each(services, () => random(32, 'base64')),
    administrator: randomPassword(),
    resourceServer: random(32, 'base64url'),
    ordersAdmin: randomPassword(),
    hris: `whsec_${random(32, 'base64')}`,
    bamboohr: random(32, 'hex'),
    github: random(32, 'hex'),
  }));
}

export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');
