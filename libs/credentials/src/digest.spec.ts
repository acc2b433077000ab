import fc from 'fast-check';
import { constantTimeEqual, fingerprint, sha256Hex } from './digest.js';
import { generatePassword, generateToken } from './random.js';
import { Secret } from './secret.js';

describe('digests', () => {
  it('hash as the standard says', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(sha256Hex(new Secret('abc'))).toBe(sha256Hex('abc'));
  });

  it('compare equal exactly when the texts are equal', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (a, b) => constantTimeEqual(a, b) === (a === b)));
    fc.assert(fc.property(fc.string(), (a) => constantTimeEqual(new Secret(a), a)));
  });

  it('give a secret a public name from which its stored hash cannot be read', () => {
    const token = generateToken('trv_api');
    expect(fingerprint(token)).toMatch(/^fp_[0-9a-f]{24}$/);
    expect(fingerprint(token)).toBe(fingerprint(token.reveal()));
    expect(sha256Hex(token)).not.toContain(fingerprint(token).slice(3));
  });
});

describe('generated secrets', () => {
  it('are different each time and need no quoting anywhere', () => {
    const made = Array.from({ length: 500 }, () => generatePassword().reveal());
    expect(new Set(made).size).toBe(500);
    expect(made.every((password) => /^[A-Za-z0-9_-]{43}$/.test(password))).toBe(true);
  });

  it('carry the prefix that a scanner looks for', () => {
    expect(generateToken('trv_api').reveal()).toMatch(/^trv_api_[A-Za-z0-9_-]{43}$/);
    expect(() => generateToken('Trv API')).toThrow('is no token prefix');
  });
});
