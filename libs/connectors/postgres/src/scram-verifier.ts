import { createHash, createHmac, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Secret } from '@trivium/credentials';

const iterations = 4096;
const saltBytes = 16;
const derive = promisify(pbkdf2);

/**
 * What PostgreSQL stores instead of a password (RFC 5803; `pg_authid.rolpassword`). Sent in place of the password, it keeps the
 * password out of the server's statement log. The secret must be ASCII, so that SASLprep (RFC 4013) leaves it as it is.
 */
export async function scramVerifier(secret: Secret, salt: Buffer = randomBytes(saltBytes)): Promise<string> {
  const salted = await derive(secret.reveal(), salt, iterations, 32, 'sha256');
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest('base64');
  const serverKey = hmac(salted, 'Server Key').toString('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
