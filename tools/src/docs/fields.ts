import { form, type JsonSchema } from './json-schema.js';
import { code } from './markdown.js';

type Field = readonly [name: string, value: string, required: string];

/** Every field by its path; what an open object may also hold is not listed. */
export function fieldsOf(schema: JsonSchema, path = ''): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]): Field[] => {
    const here = `${path}${name}`;
    const required = schema.required?.includes(name) ? 'yes' : 'no';
    const nested = inner.properties ? inner : inner.items?.properties && inner.items;
    if (!nested) return [[code(here), form(inner), required]];
    const [shape, prefix] = inner.properties ? ['object', `${here}.`] : ['list', `${here}[].`];
    return [[code(here), shape, required], ...fieldsOf(nested, prefix)];
  });
}
