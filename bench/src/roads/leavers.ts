import { leaverReceivedV1 } from '@trivium/contracts';
import { eventually, examplePeople, UnexpectedAnswer, type ExamplePerson } from '@trivium/example';
import { personIdFor, type PersonId } from '@trivium/identity';
import type { BenchSystem } from '../bench-system.js';
import { kafkaEvent } from '../event-message.js';
import { each } from '../timed.js';
import type { BenchedRoad, Ending } from './benched-road.js';

const atOnce = 8;
const lookEveryMs = 100;

export interface Hired extends ExamplePerson {
  readonly personId: PersonId;
}

interface PersonAnswer {
  readonly state: string;
  readonly accounts: readonly { readonly state: string }[];
}

/** People who are hired, given a token, and leave by a webhook of their HR system. */
export class Leavers implements BenchedRoad {
  readonly road = 'workforce';
  readonly event = 'leaver webhook';
  #waves = 0;

  constructor(private readonly system: BenchSystem) {}

  async prepare(count: number): Promise<readonly Ending[]> {
    return each(await this.hire(count), atOnce, async (person) =>
      this.ending(person, await this.tokenOf(person)),
    );
  }

  /** Resolves when the accounts of everybody work. */
  async hire(
    count: number,
    wanted: (person: ExamplePerson) => boolean = () => true,
  ): Promise<readonly Hired[]> {
    const wave = `leaver-${(this.#waves += 1)}`;
    const { example, http } = this.system;
    const people = examplePeople(count * 8, wave)
      .filter(wanted)
      .slice(0, count);
    const occurredAt = new Date().toISOString();
    await each(people, atOnce, (person) =>
      http.post(example.hris.delivery({ type: 'person.joined', occurredAt, data: { ...person } })),
    );
    const hired = people.map((person) => ({
      ...person,
      personId: personIdFor(example.address.hris.source, person.externalId),
    }));
    for (const { personId } of hired) await this.#works(personId);
    return hired;
  }

  async tokenOf({ personId }: Hired): Promise<string> {
    return (await this.system.example.tokenOf(personId)).access_token;
  }

  ending({ personId, externalId }: Hired, token: string): Ending {
    const { example, http } = this.system;
    const at = new Date().toISOString();
    const delivery = example.hris.delivery({ type: 'person.left', occurredAt: at, data: { externalId } });
    const { source } = example.address.hris;
    const data = { personId, source, externalId, occurredAt: at, effectiveAt: at, receivedAt: at };
    return { token, send: () => http.post(delivery), event: () => kafkaEvent(leaverReceivedV1, data) };
  }

  #works(personId: string): Promise<boolean> {
    const accounts = async () => {
      const person = await this.#find(personId);
      return person !== undefined && person.accounts.length > 0 && person.accounts.every(isActive);
    };
    return eventually(`the accounts of ${personId}`, accounts, 60_000, lookEveryMs);
  }

  /** Undefined while the road has not heard of the person. */
  async #find(personId: string): Promise<PersonAnswer | undefined> {
    try {
      return await this.system.example.operator.get<PersonAnswer>(`/v1/workforce/persons/${personId}`);
    } catch (error) {
      if (error instanceof UnexpectedAnswer && error.status === 404) return undefined;
      throw error;
    }
  }
}

const isActive = ({ state }: { readonly state: string }) => state === 'active';
