import fc from 'fast-check';
import { bundleOf } from './bundle.js';

const file = fc.record({
  path: fc.stringMatching(/^[a-z]{1,8}\.cedar$/),
  text: fc.string({ unit: fc.constantFrom('a', 'é', '\n', ' ', '"', '{') }),
});
const files = fc.uniqueArray(file, { selector: ({ path }) => path, maxLength: 6 });

describe('the digest of a bundle', () => {
  it('is independent of the order of files and of line endings', () => {
    fc.assert(
      fc.property(
        files,
        fc.infiniteStream(fc.nat()),
        fc.constantFrom('\r\n', '\r'),
        (given, numbers, ending) => {
          const ranked = given.map((one) => ({ one, rank: Number(numbers.next().value) }));
          const shuffled = ranked.sort((a, b) => a.rank - b.rank).map(({ one }) => one);
          const foreign = shuffled.map(({ path, text }) => ({ path, text: text.replaceAll('\n', ending) }));
          expect(bundleOf(foreign).digest).toBe(bundleOf(given).digest);
        },
      ),
    );
  });

  it('differs when a name or a text does', () => {
    fc.assert(
      fc.property(files, files, (one, other) => {
        const said = (list: typeof one) =>
          JSON.stringify([...list].sort((a, b) => (a.path < b.path ? -1 : 1)));
        expect(bundleOf(one).digest === bundleOf(other).digest).toBe(said(one) === said(other));
      }),
    );
  });

  it('does not confuse where one file ends and the next begins', () => {
    const one = bundleOf([
      { path: 'a.cedar', text: 'x' },
      { path: 'b.cedar', text: '' },
    ]);
    const other = bundleOf([
      { path: 'a.cedar', text: '' },
      { path: 'b.cedar', text: 'x' },
    ]);
    expect(one.digest).not.toBe(other.digest);
  });

  it('is refused when a path stands for two files', () => {
    expect(() =>
      bundleOf([
        { path: 'a', text: '' },
        { path: 'a', text: '' },
      ]),
    ).toThrow('one file a');
  });
});
