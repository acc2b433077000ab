import type { RevocationView } from '@trivium/contracts';
import { eventually, examplePeople, hire, type Employee, type Token } from '@trivium/example';
import type { SystemUnderTest } from '../system.js';

export interface Leaver {
  readonly person: Employee;
  readonly token: Token;
}

/** Hires people and gives each a token, a few at a time. */
export async function prepareLeavers(
  system: SystemUnderTest,
  count: number,
  seed: string,
): Promise<Leaver[]> {
  const people = await hire(system, examplePeople(count, seed));
  const leavers: Leaver[] = [];
  for (let from = 0; from < people.length; from += 20) {
    const some = people.slice(from, from + 20);
    leavers.push(
      ...(await Promise.all(
        some.map(async (person) => ({ person, token: await system.tokenOf(person.personId) })),
      )),
    );
  }
  return leavers;
}

/** Sends the leaver event until it was taken: an HR system repeats what was not answered with 2xx. */
async function leave(system: SystemUnderTest, { person }: Leaver): Promise<void> {
  const event = {
    type: 'person.left',
    occurredAt: new Date().toISOString(),
    data: { externalId: person.externalId },
  } as const;
  const deliveryId = `msg_${person.externalId}`;
  await eventually(
    `the leaver ${person.externalId} to be taken`,
    async () => {
      try {
        return (await system.hris.send(event, deliveryId)).status < 300;
      } catch {
        return false;
      }
    },
    120_000,
    100,
  );
}

/** Sends everybody off, with `fault` after half of them. */
export async function sendOff(
  system: SystemUnderTest,
  leavers: readonly Leaver[],
  fault: () => Promise<void>,
): Promise<void> {
  const half = Math.floor(leavers.length / 2);
  const first = leavers.slice(0, half).map((leaver) => leave(system, leaver));
  await Promise.all(first.slice(0, half / 2));
  await Promise.all([fault(), ...leavers.slice(half).map((leaver) => leave(system, leaver)), ...first]);
}

/** All revocations of these people, once every one of them is verified. */
export async function allVerified(
  system: SystemUnderTest,
  leavers: readonly Leaver[],
): Promise<Map<string, RevocationView[]>> {
  const wanted = new Set<string>(leavers.map(({ person }) => person.personId));
  return eventually(
    `${leavers.length} verified revocations`,
    async () => {
      try {
        const found = await revocationsOf(system, wanted);
        return (
          found.size === wanted.size &&
          [...found.values()].flat().every(({ stage }) => stage === 'verified') &&
          found
        );
      } catch {
        return false;
      }
    },
    180_000,
    500,
  );
}

async function revocationsOf(
  system: SystemUnderTest,
  subjects: ReadonlySet<string>,
): Promise<Map<string, RevocationView[]>> {
  const found = new Map<string, RevocationView[]>();
  for (let next: string | undefined = ''; next !== undefined;) {
    const page: { items: RevocationView[]; next?: string } = await system.operator.get(
      `/v1/workforce/revocations?limit=200${next && `&before=${next}`}`,
    );
    for (const view of page.items.filter(({ subject }) => subjects.has(subject.id)))
      found.set(view.subject.id, [...(found.get(view.subject.id) ?? []), view]);
    next = page.next;
  }
  return found;
}
