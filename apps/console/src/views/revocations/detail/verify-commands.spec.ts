import { execFile } from 'node:child_process';
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { decodeJws } from './decode-jws.js';
import { verifyCommands } from './verify-commands.js';

const run = promisify(execFile);
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const own = generateKeyPairSync('ed25519');
const foreign = generateKeyPairSync('ed25519');

function signedBy(key: KeyObject, kid = 'k1'): string {
  const input = `${encode({ alg: 'EdDSA', kid, typ: 'trv-receipt+jws' })}.${encode({ target: 'orders-db', status: 'confirmed' })}`;
  return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`;
}

/** Runs the offline half of the commands, in a shell as an auditor would. */
async function check(jws: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'receipt-'));
  try {
    await writeFile(join(folder, 'rct_1.jws'), `${jws}\n`);
    const jwk = { ...own.publicKey.export({ format: 'jwk' }), kid: 'k1' };
    await writeFile(join(folder, 'agent-jwks.json'), JSON.stringify({ keys: [jwk] }));
    const offline = verifyCommands('http://localhost', 'agent', 'rct_1.jws').split('\n').slice(1).join('\n');
    return (await run('sh', ['-c', offline], { cwd: folder })).stdout;
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('checking a receipt offline', () => {
  it('accepts what the road signed and shows what it says', async () => {
    const said = await check(signedBy(own.privateKey));
    expect(said).toContain('the signature is valid');
    expect(said).toContain('orders-db');
  });

  it.each([
    { name: 'another key’s signature', jws: signedBy(foreign.privateKey), want: 'the signature is WRONG' },
    { name: 'an unknown key', jws: signedBy(own.privateKey, 'k2'), want: 'not in the key file' },
    {
      name: 'a changed receipt',
      jws: signedBy(own.privateKey).replace(
        /\.[^.]+\./,
        `.${encode({ target: 'orders-db', status: 'pending' })}.`,
      ),
      want: 'the signature is WRONG',
    },
  ])('refuses $name', async ({ jws, want }) => {
    await expect(check(jws)).rejects.toMatchObject({ stderr: expect.stringContaining(want) });
  });
});

describe('the words of a receipt', () => {
  it('are read from its payload', () => {
    expect(JSON.parse(decodeJws(signedBy(own.privateKey)) ?? '')).toEqual({
      target: 'orders-db',
      status: 'confirmed',
    });
  });

  it.each([
    { name: 'it is no JSON', jws: `a.${Buffer.from('hello').toString('base64url')}.b` },
    { name: 'it is no base64', jws: 'a.%%%.b' },
    { name: 'it has no payload', jws: 'a' },
  ])('are left unread when $name', ({ jws }) => expect(decodeJws(jws)).toBeUndefined());
});
