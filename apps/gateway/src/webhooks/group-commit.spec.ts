import { GroupCommit } from './group-commit.js';

describe('a group commit', () => {
  it('writes one item at once, and those that came meanwhile together', async () => {
    const groups: number[][] = [];
    const commit = new GroupCommit<number>(async (items) => void groups.push([...items]));
    await Promise.all([1, 2, 3].map((item) => commit.add(item)));
    expect(groups).toEqual([[1], [2, 3]]);
  });

  it('fails only those of the failed group', async () => {
    const commit = new GroupCommit<string>(async (items) => {
      if (items.includes('bad')) throw new Error('refused');
    });
    const [first, second, third] = await Promise.allSettled([
      commit.add('good'),
      commit.add('bad'),
      commit.add('with it'),
    ]);
    expect([first.status, second.status, third.status]).toEqual(['fulfilled', 'rejected', 'rejected']);
    await expect(commit.add('later')).resolves.toBeUndefined();
  });
});
