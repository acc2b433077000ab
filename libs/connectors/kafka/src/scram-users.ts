import { generatePassword, type Secret } from '@trivium/credentials';
import {
  alterUserScramCredentialsV0,
  describeUserScramCredentialsV0,
  ScramMechanisms,
  type Connection,
} from '@platformatic/kafka';
import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { brokerAnswers } from './port-errors.js';

const iterations = 8_192;
const derive = promisify(pbkdf2);
const mechanism = ScramMechanisms.SCRAM_SHA_512;

/** Sets a new password; the broker is given the salted one (RFC 5802), never the password itself. */
export async function renewPassword(admin: Connection, name: string): Promise<Secret> {
  const password = generatePassword();
  const salt = randomBytes(24);
  const saltedPassword = await derive(password.reveal(), salt, iterations, 64, 'sha512');
  await alterUserScramCredentialsV0.api.async(
    admin,
    [],
    [{ name, mechanism, iterations, salt, saltedPassword }],
  );
  return password;
}

/** Takes the credential away; false when there was none. */
export async function deletePassword(admin: Connection, name: string): Promise<boolean> {
  if (!(await hasPassword(admin, name))) return false;
  await alterUserScramCredentialsV0.api.async(admin, [{ name, mechanism }], []);
  return true;
}

export async function hasPassword(admin: Connection, name: string): Promise<boolean> {
  return (await usersWithPassword(admin, [name])).length > 0;
}

/** Names of users with a SCRAM-SHA-512 credential, of all users when none is named. */
export async function usersWithPassword(admin: Connection, names?: readonly string[]): Promise<string[]> {
  try {
    const { results } = await describeUserScramCredentialsV0.api.async(
      admin,
      names ? names.map((name) => ({ name })) : null,
    );
    return results
      .filter(({ credentialInfos }) => credentialInfos.some((info) => info.mechanism === mechanism))
      .map(({ user }) => user);
  } catch (error) {
    if (brokerAnswers(error).includes('RESOURCE_NOT_FOUND')) return [];
    throw error;
  }
}
