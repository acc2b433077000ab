import type { z } from 'zod';
import { maxJsonDepth, nestsDeeperThan } from './depth.js';
import { badRequest, type InputError } from './problem.js';
import { unstorableAt } from './storable.js';

/** RFC 6901, with `~` and `/` escaped. The empty pointer is the whole document. */
export function jsonPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function pointers(issue: z.core.$ZodIssue): InputError[] {
  if (issue.code !== 'unrecognized_keys')
    return [{ pointer: jsonPointer(issue.path), detail: issue.message }];
  return issue.keys.map((key) => ({
    pointer: jsonPointer([...issue.path, key]),
    detail: 'is not a known field',
  }));
}

/** Refuses what is nested too deep to be walked safely. */
export function checkDepth(value: unknown): void {
  if (!nestsDeeperThan(value)) return;
  const detail = `is nested more than ${maxJsonDepth} levels deep`;
  throw badRequest(`The body ${detail}.`, [{ pointer: '', detail }], 'ERR_TOO_DEEP');
}

const unstorable = 'holds a character that cannot be stored';

/** The value as the schema describes it, or a 400 `Problem` with a JSON pointer to each field that is not. Values are not repeated. */
export function parseBody<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  checkDepth(value);
  const path = unstorableAt(value);
  if (path)
    throw badRequest('The body cannot be stored.', [{ pointer: jsonPointer(path), detail: unstorable }]);
  const parsed = schema.safeParse(value, { reportInput: false });
  if (parsed.success) return parsed.data;
  throw badRequest('The body does not have the expected form.', parsed.error.issues.flatMap(pointers));
}

/** The same for query or path parameters: each error carries the parameter's `name`. */
export function parseParameters<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const path = unstorableAt(value);
  if (path)
    throw badRequest('A parameter cannot be stored.', [
      { name: path.map(String).join('.'), detail: unstorable },
    ]);
  const parsed = schema.safeParse(value, { reportInput: false });
  if (parsed.success) return parsed.data;
  const named = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((name) => ({ name, detail: 'is not a known parameter' }))
      : [{ name: issue.path.map(String).join('.'), detail: issue.message }],
  );
  throw badRequest('The parameters do not have the expected form.', named);
}
