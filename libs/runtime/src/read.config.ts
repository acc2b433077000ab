import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { ConfigError, type SettingProblem } from './config.error.js';

/** Environment variable name → its schema, each with `.describe('one sentence')`. */
export type Settings = Readonly<Record<string, z.ZodType>>;

export type Config<S extends Settings> = Readonly<{ [Name in keyof S]: z.output<S[Name]> }>;

type Environment = Readonly<Record<string, string | undefined>>;

const ownPrefix = 'TRIVIUM_';
const fileSuffix = '_FILE';

/** A secret setting may also be given as `<NAME>_FILE`, the path of a file that holds it. */
export function isSecret(schema: z.ZodType): boolean {
  return schema.meta()?.secret === true;
}

/** The setting whose value the file named by `variable` holds; undefined for every other variable. */
function settingOfFile(shape: Settings, variable: string): string | undefined {
  if (!variable.endsWith(fileSuffix) || variable in shape) return undefined;
  const name = variable.slice(0, -fileSuffix.length);
  const schema = shape[name];
  return schema && isSecret(schema) ? name : undefined;
}

function unknownSettings(shape: Settings, env: Environment): SettingProblem[] {
  return Object.keys(env)
    .filter((name) => name.startsWith(ownPrefix) && !(name in shape) && !settingOfFile(shape, name))
    .map((name) => ({ name, problem: 'is no setting of this process; correct the spelling or remove it' }));
}

function readSecretFile(variable: string, path: string): { value?: string; problem?: SettingProblem } {
  try {
    return { value: readFileSync(path, 'utf8').trim() };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return { problem: { name: variable, problem: `names a file that cannot be read (${code})` } };
  }
}

function given(
  shape: Settings,
  env: Environment,
  name: string,
): { value?: string; problem?: SettingProblem } {
  const direct = env[name] === '' ? undefined : env[name];
  const variable = `${name}${fileSuffix}`;
  const path = settingOfFile(shape, variable) ? env[variable] : undefined;
  if (!path) return direct === undefined ? {} : { value: direct };
  if (direct !== undefined)
    return { problem: { name, problem: `is set twice; keep it or ${variable}, not both` } };
  return readSecretFile(variable, path);
}

function explain(name: string, schema: z.ZodType, missing: boolean, error: z.ZodError): SettingProblem {
  const sentence = schema.description ? ` (${schema.description})` : '';
  if (missing) {
    const file = isSecret(schema) ? ` or ${name}${fileSuffix}` : '';
    return { name, problem: `is missing; set ${name}${file}${sentence}` };
  }
  return { name, problem: `${error.issues.map((issue) => issue.message).join('; ')}${sentence}` };
}

/**
 * Reads a process's settings, once, at start. An empty variable counts as absent.
 * Throws one `ConfigError` that names every missing, invalid and unknown (`TRIVIUM_*`) variable and repeats no value.
 */
export function readConfig<const S extends Settings>(shape: S, env: Environment = process.env): Config<S> {
  const problems = unknownSettings(shape, env);
  const values: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(shape)) {
    const { value, problem } = given(shape, env, name);
    if (problem) {
      problems.push(problem);
      continue;
    }
    const parsed = schema.safeParse(value, { reportInput: false });
    if (parsed.success) values[name] = parsed.data;
    else problems.push(explain(name, schema, value === undefined, parsed.error));
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return Object.freeze(values) as Config<S>;
}
