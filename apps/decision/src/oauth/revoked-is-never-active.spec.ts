import type { Link } from '@trivium/identity';
import fc from 'fast-check';
import { TokenWorld, type Held } from '../testing/token-world.js';

type Step = (world: TokenWorld, at: number) => Promise<void> | void;

/** Does something with one of the tokens there are, if there are any. */
const withHeld = (act: (world: TokenWorld, held: Held, at: number) => Promise<void> | void): Step => {
  return (world, at) => {
    const held = world.held[at % Math.max(1, world.held.length)];
    return held && act(world, held, at);
  };
};
const next = (links: Link[], at: number) => {
  const link = links[at % 2] as Link;
  links[at % 2] = { ...link, generation: link.generation + 1 };
};

const steps: Readonly<Record<string, Step>> = {
  grant: (world, at) => world.grant(at % 2),
  task: (world, at) => world.startTask(at % 2),
  workload: (world) => world.askAsWorkload(),
  derive: withHeld((world, held) => world.derive(held)),
  act: withHeld((world, held, at) => {
    const actor = world.held[(at * 7 + 3) % world.held.length];
    return actor && world.act(held, actor);
  }),
  revoke: withHeld((world, held) => world.revoke(held)),
  leave: (world, at) => world.end(world.people[at % 2] as Link),
  rehire: (world, at) => next(world.people, at),
  disableAgent: (world, at) => world.end(world.agents[at % 2] as Link),
  enableAgent: (world, at) => next(world.agents, at),
  endDelegation: (world, at) => world.end(world.delegations[at % 2] as Link),
  endTask: withHeld((world, { chain }) => {
    const task = chain.find(({ id }) => id.startsWith('tsk_'));
    if (task) world.end(task);
  }),
  disableWorkload: (world) => world.end({ ...world.bench.nhi }),
  enableWorkload: ({ bench }) => void (bench.nhi.generation += 1),
  endCredential: (world) => world.end({ ...world.bench.credential }),
  rotateCredential: ({ bench }) => void (bench.credential.generation += 1),
  flush: (world) => world.flush(),
  rebuild: (world) => world.rebuild(),
  restart: (world) => world.restart(),
  wait: (world, at) => world.bench.advance(at * 10),
};

const giving = ['grant', 'task', 'workload', 'derive', 'derive', 'act', 'act'];
const healing = ['rehire', 'enableAgent', 'enableWorkload', 'rotateCredential', 'rebuild', 'rebuild'];
const names = Object.keys(steps);
/** What gives access, or makes room for it, comes more often than what ends it, so that there is something to end. */
const step = fc.tuple(fc.constantFrom(...names, ...giving, ...giving, ...giving, ...healing), fc.nat(40));
const history = fc.array(step, { minLength: 20, maxLength: 60, size: 'max' });

it('in no history is a token active whose access, or that of anything it was made from, has ended', async () => {
  const seen = { tokens: 0, active: 0 };
  await fc.assert(
    fc.asyncProperty(history, async (story) => {
      const world = new TokenWorld();
      for (const [name, at] of story) {
        await steps[name]?.(world, at);
        for (const held of world.held) {
          const active = await world.isActive(held);
          expect(active).toBe(world.mayBeActive(held));
          seen.active += active ? 1 : 0;
        }
      }
      seen.tokens += world.held.length;
    }),
    { numRuns: 200 },
  );
  // A property that never met a token would prove nothing.
  expect(seen.tokens).toBeGreaterThan(500);
  expect(seen.active).toBeGreaterThan(500);
}, 120_000);
