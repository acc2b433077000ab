import {
  formatLink,
  newAgentId,
  newDelegationId,
  parseChain,
  personIdFor,
  type Chain,
  type Link,
} from '@trivium/identity';
import fc from 'fast-check';
import { decodeJwt } from 'jose';
import { OAuthError } from './oauth.errors.js';
import { TokenBench } from '../testing/token-bench.js';

interface Held {
  readonly token: string;
  readonly chain: Chain;
  readonly endsAt: number;
}

/** A few people who each delegate to an agent, and a simple model of who may still do anything. */
class World {
  readonly bench = new TokenBench();
  readonly people: Link[] = ['ann', 'bob'].map((name) => ({ id: personIdFor('hr', name), generation: 1 }));
  readonly agents: Link[] = this.people.map(() => ({ id: newAgentId(), generation: 1 }));
  readonly delegations: Link[] = this.people.map(() => ({ id: newDelegationId(), generation: 1 }));
  readonly held: Held[] = [];
  readonly #ended = new Set<string>();
  #complete = true;

  end({ id, generation }: Link): void {
    for (let past = generation; past > 0; past -= 1) this.#ended.add(`${id}:${past}`);
    this.bench.chains.deny({ id, generation });
  }

  flush(): void {
    this.#complete = false;
    this.bench.chains.flush();
  }

  rebuild(): void {
    this.#complete = true;
    this.bench.chains.rebuild();
  }

  mayBeActive({ chain, endsAt }: Held): boolean {
    const cut = chain.some(({ id, generation }) => this.#ended.has(`${id}:${generation}`));
    return this.#complete && !cut && this.bench.time.getTime() < endsAt * 1000;
  }

  async keep(issue: Promise<{ access_token: string }>): Promise<void> {
    try {
      const { access_token: token } = await issue;
      const { exp = 0, trv_chain } = decodeJwt(token);
      const chain = parseChain(trv_chain as string[]);
      this.held.push({ token, chain, endsAt: exp });
      if (!this.mayBeActive(this.held.at(-1) as Held))
        throw new Error('a token was issued on an access that has ended');
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
    }
  }
}

type Step = (world: World, at: number) => Promise<void> | void;

async function startTask(world: World, who: number): Promise<void> {
  const { bench, people, agents, delegations } = world;
  const chain = [people[who], agents[who], delegations[who]] as [Link, Link, Link];
  const [person, agent, delegation] = chain;
  const claims = {
    sub: person.id,
    jti: delegation.id,
    may_act: { sub: agent.id },
    trv_chain: chain.map(formatLink),
  };
  const [subjectToken, assertion] = [
    await bench.delegated(claims),
    await bench.clientAssertion({ iss: agent.id, sub: agent.id }),
  ];
  await world.keep(bench.startTask.execute({ subjectToken, client: { assertion }, wanted: {} }));
}

const steps: Readonly<Record<string, Step>> = {
  grant: async (world, at) => {
    const person = world.people[at % 2] as Link;
    await world.keep(
      world.bench.grant.execute({
        assertion: await world.bench.assertion('workforce', [person]),
        wanted: {},
      }),
    );
  },
  task: (world, at) => startTask(world, at % 2),
  derive: async (world, at) => {
    const parent = world.held[at % Math.max(1, world.held.length)];
    if (parent)
      await world.keep(world.bench.derive.execute({ subjectToken: parent.token, client: {}, wanted: {} }));
  },
  leave: (world, at) => world.end(world.people[at % 2] as Link),
  endAgent: (world, at) => world.end(world.agents[at % 2] as Link),
  endDelegation: (world, at) => world.end(world.delegations[at % 2] as Link),
  endTask: (world, at) => {
    const task = world.held[at % Math.max(1, world.held.length)]?.chain.at(-1);
    if (task?.id.startsWith('tsk_')) world.end(task);
  },
  rehire: (world, at) => {
    const person = world.people[at % 2] as Link;
    world.people[at % 2] = { ...person, generation: person.generation + 1 };
  },
  flush: (world) => world.flush(),
  rebuild: (world) => world.rebuild(),
  wait: (world, at) => world.bench.advance(at * 10),
};

const history = fc.array(fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.nat(40)), {
  minLength: 5,
  maxLength: 40,
});

it('in no history of grants, tasks, exchanges, ends, rehires, flushes and rebuilds is a token active whose access has ended', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (story) => {
      const world = new World();
      for (const [name, at] of story) {
        await steps[name]?.(world, at);
        for (const held of world.held) {
          const { outcome } = await world.bench.introspect.execute(held.token);
          expect(outcome === 'active').toBe(world.mayBeActive(held));
        }
      }
    }),
    { numRuns: 200 },
  );
}, 60_000);
