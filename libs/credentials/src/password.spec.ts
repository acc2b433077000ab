import { hashPassword, verifyPassword } from './password.js';
import { Secret } from './secret.js';

describe('a password hash', () => {
  it('accepts its own password only', async () => {
    const stored = await hashPassword(new Secret('correct horse'));
    expect(stored).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
    await expect(verifyPassword(new Secret('correct horse'), stored)).resolves.toBe(true);
    await expect(verifyPassword(new Secret('correct horsf'), stored)).resolves.toBe(false);
  });

  it('accepts a password typed on another keyboard (composed or decomposed letters)', async () => {
    await expect(
      verifyPassword(new Secret('cafe\u0301'), await hashPassword(new Secret('café'))),
    ).resolves.toBe(true);
  });

  it.each([
    { name: 'empty', stored: '' },
    { name: 'of another kind', stored: '$argon2id$v=19$m=65536$c2FsdA$aGFzaA' },
    { name: 'without work', stored: `$scrypt$ln=0,r=8,p=1$c2FsdA$${'A'.repeat(43)}` },
    {
      name: 'with enough work to stall the process',
      stored: `$scrypt$ln=31,r=8,p=1$c2FsdA$${'A'.repeat(43)}`,
    },
    { name: 'with a short hash', stored: '$scrypt$ln=1,r=1,p=1$c2FsdA$aGFzaA' },
  ])('that is $name accepts nothing', async ({ stored }) => {
    await expect(verifyPassword(new Secret('x'), stored)).resolves.toBe(false);
  });
});
