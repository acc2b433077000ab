import { randomBytes, scrypt as scryptCallback, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';
import type { Secret } from './secret.js';

const scrypt = promisify<string, Buffer, number, ScryptOptions, Buffer>(scryptCallback);

/** OWASP's 32 MiB setting for scrypt: N = 2^15, r = 8, p = 3. */
const current = { ln: 15, r: 8, p: 3 } as const;
const limits = { ln: 18, r: 16, p: 8 } as const;
const hashBytes = 32;

interface Parameters {
  readonly ln: number;
  readonly r: number;
  readonly p: number;
}

/** For passwords that a person chose. The result carries its parameters (`$scrypt$ln=15,r=8,p=3$salt$hash`), so they can rise later. */
export async function hashPassword(password: Secret): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, current);
  const { ln, r, p } = current;
  return `$scrypt$ln=${ln},r=${r},p=${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

/** False for a wrong password and for a text that is no such hash; a hash with parameters beyond the limits is refused unread. */
export async function verifyPassword(password: Secret, stored: string): Promise<boolean> {
  const parsed = parse(stored);
  if (!parsed) return false;
  return timingSafeEqual(await derive(password, parsed.salt, parsed.parameters), parsed.hash);
}

function derive(password: Secret, salt: Buffer, { ln, r, p }: Parameters): Promise<Buffer> {
  const N = 2 ** ln;
  // 128·N·r is what scrypt needs; Node counts a little more than that against `maxmem`.
  return scrypt(password.reveal().normalize('NFKC'), salt, hashBytes, { N, r, p, maxmem: 256 * N * r });
}

function parse(stored: string) {
  const match = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(stored);
  if (!match?.[4] || !match[5]) return undefined;
  const parameters = { ln: Number(match[1]), r: Number(match[2]), p: Number(match[3]) };
  const hash = Buffer.from(match[5], 'base64url');
  if (hash.length !== hashBytes || !withinLimits(parameters)) return undefined;
  return { parameters, salt: Buffer.from(match[4], 'base64url'), hash };
}

function withinLimits({ ln, r, p }: Parameters): boolean {
  return ln >= 1 && r >= 1 && p >= 1 && ln <= limits.ln && r <= limits.r && p <= limits.p;
}
