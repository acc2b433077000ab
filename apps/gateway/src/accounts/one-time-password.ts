import { generateToken, hashPassword, type Secret } from '@trivium/credentials';

/** For how long it can be used to choose another. */
const lifeMs = 72 * 3_600_000;

/** A password to hand over, good for choosing another one. */
export interface OneTimePassword {
  readonly password: Secret;
  readonly hash: string;
  readonly expiresAt: Date;
}

export async function oneTimePassword(now: Date): Promise<OneTimePassword> {
  const password = generateToken('trv_once');
  return { password, hash: await hashPassword(password), expiresAt: new Date(now.getTime() + lifeMs) };
}
