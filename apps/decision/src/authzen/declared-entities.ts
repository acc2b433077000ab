import type { Bundle, CedarValue, Entity, EntityRef } from '@trivium/policy';
import { z } from 'zod';

const value: z.ZodType<CedarValue> = z.lazy(() =>
  z.union([z.string(), z.int(), z.boolean(), z.array(value), z.record(z.string(), value)]),
);
const ref = z.strictObject({ type: z.string().min(1), id: z.string().min(1) });
const entities = z.array(
  z.strictObject({ uid: ref, attrs: z.record(z.string(), value), parents: z.array(ref) }),
);

const nameOf = ({ type, id }: EntityRef) => `${type}::${id}`;

/** What `entities.json` of the governance files says, in Cedar's JSON form: subjects and resources that no road knows. */
export class DeclaredEntities {
  readonly #byName: ReadonlyMap<string, Entity>;

  constructor(given: readonly Entity[]) {
    this.#byName = new Map(given.map((entity) => [nameOf(entity.uid), entity]));
  }

  /** Of nobody when there is no such file. Throws when it is not what it should be. */
  static of({ files }: Bundle): DeclaredEntities {
    const file = files.find(({ path }) => path === 'entities.json');
    return new DeclaredEntities(file ? entities.parse(JSON.parse(file.text)) : []);
  }

  /** The principal, the resource where it is declared, and all their ancestors; nothing for a principal that is not declared. */
  around(principal: EntityRef, resource: EntityRef): readonly Entity[] {
    if (!this.#byName.has(nameOf(principal))) return [];
    const found = new Map<string, Entity>();
    const waiting = [principal, resource];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const entity = this.#byName.get(nameOf(next));
      if (!entity || found.has(nameOf(next))) continue;
      found.set(nameOf(next), entity);
      waiting.push(...entity.parents);
    }
    return [...found.values()];
  }
}
