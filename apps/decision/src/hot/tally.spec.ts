import { Tally } from './tally.js';

it('a tally hands over every count once', async () => {
  const added: Record<string, number> = {};
  const add = (count: number, { endpoint, outcome }: { endpoint: string; outcome: string }) => {
    added[`${endpoint} ${outcome}`] = (added[`${endpoint} ${outcome}`] ?? 0) + count;
  };
  const tally = new Tally({ add });
  for (let i = 0; i < 5; i += 1) tally.count('introspection', 'active');
  tally.count('introspection', 'inactive');
  tally.count('evaluation', 'denied');
  await tally.stop();
  tally.count('introspection', 'active');
  await tally.stop();
  expect(added).toEqual({ 'introspection active': 6, 'introspection inactive': 1, 'evaluation denied': 1 });
});
