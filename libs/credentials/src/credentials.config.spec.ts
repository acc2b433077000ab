import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { credentialSettings, sealerFrom } from './credentials.config.js';
import { Secret } from './secret.js';

const shape = z.object(credentialSettings);
const newKey = () => randomBytes(32).toString('base64');

describe('the key-encryption settings', () => {
  it('let a new key open what a former one sealed', () => {
    const [old, next] = [newKey(), newKey()];
    const sealed = sealerFrom(shape.parse({ TRIVIUM_KEY_ENCRYPTION_KEY: old })).seal(
      new Secret('kept'),
      'row:1',
    );
    const rotated = sealerFrom(
      shape.parse({
        TRIVIUM_KEY_ENCRYPTION_KEY: next,
        TRIVIUM_OLD_KEY_ENCRYPTION_KEYS: ` ${newKey()}, ${old} ,`,
      }),
    );
    expect(rotated.open(sealed, 'row:1').reveal()).toBe('kept');
  });

  it.each([
    { name: 'no key', given: {} },
    { name: 'a short key', given: { TRIVIUM_KEY_ENCRYPTION_KEY: randomBytes(31).toString('base64') } },
    { name: 'a key in hex', given: { TRIVIUM_KEY_ENCRYPTION_KEY: randomBytes(32).toString('hex') } },
    {
      name: 'a short former key',
      given: { TRIVIUM_KEY_ENCRYPTION_KEY: newKey(), TRIVIUM_OLD_KEY_ENCRYPTION_KEYS: 'AAAA' },
    },
  ])('refuse $name', ({ given }) => expect(shape.safeParse(given).success).toBe(false));

  it('do not show the keys', () => {
    const key = newKey();
    expect(JSON.stringify(shape.parse({ TRIVIUM_KEY_ENCRYPTION_KEY: key }))).not.toContain(key);
  });
});
