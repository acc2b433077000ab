import type { Entity, EntityRef } from '@trivium/policy';

const nameOf = ({ type, id }: EntityRef) => `${type}::${id}`;

/** The subjects and resources that the governance files declare, since no road knows them. */
export class DeclaredEntities {
  readonly #byName: ReadonlyMap<string, Entity>;

  constructor(given: readonly Entity[]) {
    this.#byName = new Map(given.map((entity) => [nameOf(entity.uid), entity]));
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
