import { badRequest, checkDepth, jsonPointer } from '@trivium/runtime';

/** How many values the contexts and properties of one request may hold together: each is looked at by every policy that could apply. */
export const maxBagValues = 2_000;

const bags = new Set(['context', 'properties']);

/** Refuses what is nested too deep (`ERR_TOO_DEEP`) and what says more than any policy asks for (`ERR_CONTEXT_TOO_LARGE`), with a 400. */
export function checkBags(body: unknown): void {
  checkDepth(body);
  let left = maxBagValues;
  const visit = (value: unknown, path: readonly string[], within: readonly string[] | undefined): void => {
    if (within && within !== path && (left -= 1) < 0) throw tooLarge(within);
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
      const here = [...path, name];
      visit(inner, here, within ?? (bags.has(name) ? here : undefined));
    }
  };
  visit(body, [], undefined);
}

function tooLarge(path: readonly string[]) {
  const detail = `holds more than ${maxBagValues} values`;
  const errors = [{ pointer: jsonPointer(path), detail }];
  return badRequest('A context or properties are too large.', errors, 'ERR_CONTEXT_TOO_LARGE');
}
