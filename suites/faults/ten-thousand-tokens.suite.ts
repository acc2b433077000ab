import {
  deriveToken,
  eventually,
  examplePeople,
  hire,
  verifiedRevocation,
  type Employee,
  type Token,
} from '@trivium/example';
import { startSystem, type SystemUnderTest } from '../system.js';

const count = 10_000;

describe('one person with ten thousand derived tokens', () => {
  let system: SystemUnderTest;
  let person: Employee;
  let bystander: Employee;
  beforeAll(async () => {
    system = await startSystem();
    [person, bystander] = (await hire(system, examplePeople(2, 'ten-thousand'))) as [Employee, Employee];
  });
  afterAll(() => system.stop());

  async function derive(parent: Token): Promise<Token[]> {
    const tokens: Token[] = [];
    const worker = async () => {
      while (tokens.length < count)
        tokens.push(await deriveToken(system.address.decisionUrl, parent.access_token));
    };
    await Promise.all(Array.from({ length: 32 }, worker));
    return tokens;
  }

  it('loses all of them at once, also when the road is killed half-way and Valkey is flushed', async () => {
    const parent = await system.tokenOf(person.personId);
    const tokens = await derive(parent);
    expect((await system.introspect(tokens.at(-1)!)).active).toBe(true);
    const left = system.hris.left(person.externalId);
    const killed = system.killAndRestart('workforce');
    await Promise.all([left, killed]);
    const revocation = await verifiedRevocation(system, 'workforce', person.personId);
    expect(revocation.stage).toBe('verified');
    const other = await system.tokenOf(bystander.personId);
    await system.flushMarkers();
    await eventually('the markers to be complete again', async () => (await system.introspect(other)).active);
    const still = { active: 0 };
    for (let from = 0; from < tokens.length; from += 50) {
      const answers = await Promise.all(
        tokens.slice(from, from + 50).map((token) => system.introspect(token)),
      );
      still.active += answers.filter(({ active }) => active).length;
    }
    expect(still.active).toBe(0);
    await expect(deriveToken(system.address.decisionUrl, tokens[0]!.access_token)).rejects.toMatchObject({
      status: 400,
    });
  });
});
