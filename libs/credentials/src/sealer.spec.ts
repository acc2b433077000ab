import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { InvalidKey, KeyEncryptionKey, SealBroken, Sealer } from './sealer.js';
import { Secret } from './secret.js';

const newKey = () => KeyEncryptionKey.fromBase64(new Secret(randomBytes(32).toString('base64')));
const key = newKey();
const sealer = new Sealer(key);
const text = fc.string({ unit: 'grapheme', maxLength: 200 });

const reasonOf = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof SealBroken) return error.reason;
    throw error;
  }
  return 'opened';
};

describe('a sealed value', () => {
  it('opens in its own context', () => {
    fc.assert(
      fc.property(text, text, (value, context) => {
        expect(sealer.open(sealer.seal(new Secret(value), context), context).reveal()).toBe(value);
      }),
    );
  });

  it('does not open in any other context', () => {
    fc.assert(
      fc.property(text, text, text, (value, context, other) => {
        fc.pre(context !== other);
        expect(reasonOf(() => sealer.open(sealer.seal(new Secret(value), context), other))).toBe(
          'tampered-or-moved',
        );
      }),
    );
  });

  it('does not open once any single character of it was changed', () => {
    const sealed = sealer.seal(new Secret('the password'), 'row:1');
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.constantFrom(...'abcABC019-_.!'), (at, character) => {
        fc.pre(sealed[at] !== character);
        const changed = sealed.slice(0, at) + character + sealed.slice(at + 1);
        expect(reasonOf(() => sealer.open(changed, 'row:1'))).not.toBe('opened');
      }),
    );
  });

  it('cannot take the data key of another value', () => {
    const [mine, other] = ['row:1', 'row:2'].map((context) =>
      sealer.seal(new Secret('x'), context).split('.'),
    );
    const mixed = [mine?.[0], mine?.[1], other?.[2], mine?.[3]].join('.');
    expect(reasonOf(() => sealer.open(mixed, 'row:1'))).toBe('tampered-or-moved');
  });

  it('never looks the same twice and never shows the value', () => {
    const seals = Array.from({ length: 50 }, () => sealer.seal(new Secret('hunter2'), 'row:1'));
    expect(new Set(seals).size).toBe(50);
    expect(seals.join()).not.toContain('hunter2');
  });
});

describe('key rotation', () => {
  const next = newKey();
  const old = sealer.seal(new Secret('kept'), 'row:1');

  it('opens what an older key sealed and says that it is stale', () => {
    const rotated = new Sealer(next, [key]);
    expect(rotated.open(old, 'row:1').reveal()).toBe('kept');
    expect(rotated.isStale(old)).toBe(true);
    expect(rotated.isStale(rotated.seal(new Secret('kept'), 'row:1'))).toBe(false);
  });

  it('names the reason when the key is gone', () => {
    expect(reasonOf(() => new Sealer(next).open(old, 'row:1'))).toBe('unknown-key');
  });
});

describe('a key-encryption key', () => {
  it.each([
    { name: 'too short', text: randomBytes(16).toString('base64') },
    { name: 'too long', text: randomBytes(33).toString('base64') },
    { name: 'no base64', text: 'correct horse battery staple' },
  ])('is refused when $name', ({ text: given }) => {
    expect(() => KeyEncryptionKey.fromBase64(new Secret(given))).toThrow(InvalidKey);
  });

  it('does not show its bytes', () => {
    const bytes = randomBytes(32);
    const shown = KeyEncryptionKey.fromBase64(new Secret(bytes.toString('base64')));
    expect(
      `${JSON.stringify(shown)} ${inspect(shown)} ${inspect(new Sealer(shown), { depth: 9 })}`,
    ).not.toMatch(
      new RegExp(
        `${bytes.toString('hex').slice(0, 8)}|${bytes.toString('hex').slice(0, 8).replace(/../g, '$& ').trim()}`,
      ),
    );
  });
});
