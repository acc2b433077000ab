import type { ValidationError } from '@cedar-policy/cedar-wasm/nodejs';
import type { Finding } from '../text/finding.js';
import type { SourceFile } from '../text/source-file.js';
import { cedar } from './cedar.js';
import { toFinding } from './cedar-errors.js';
import type { CedarSchema } from './cedar-schema.js';
import type { Policy } from './policy.js';

/** Types of every policy against the schema, and ids that stand for one policy only. A policy that can never apply is a finding too. */
export function checkPolicies(
  policies: readonly Policy[],
  schema: CedarSchema,
  files: readonly SourceFile[],
): readonly Finding[] {
  return [...repeatedIds(policies), ...typeErrors(policies, schema, files)];
}

function repeatedIds(policies: readonly Policy[]): Finding[] {
  const first = new Map<string, Policy>();
  return policies.flatMap((policy) => {
    const known = first.get(policy.id);
    if (!known) {
      first.set(policy.id, policy);
      return [];
    }
    const where = `${known.place.file}:${known.place.line}`;
    return [
      { ...policy.place, message: `the id "${policy.id}" is taken`, help: `by the policy at ${where}` },
    ];
  });
}

function typeErrors(
  policies: readonly Policy[],
  schema: CedarSchema,
  files: readonly SourceFile[],
): Finding[] {
  const byNumber = new Map(policies.map((policy, index) => [`policy${index}`, policy]));
  const staticPolicies = Object.fromEntries([...byNumber].map(([number, { text }]) => [number, text]));
  const answer = cedar().validate({ schema: schema.text, policies: { staticPolicies } });
  if (answer.type === 'failure')
    throw new Error(
      `Cedar refuses what it has parsed before: ${answer.errors.map((one) => one.message).join('; ')}`,
    );
  return [...answer.validationErrors, ...answer.validationWarnings].flatMap((error) =>
    locate(error, byNumber, files),
  );
}

function locate(
  { policyId, error }: ValidationError,
  byNumber: ReadonlyMap<string, Policy>,
  files: readonly SourceFile[],
): Finding[] {
  const policy = byNumber.get(policyId);
  const file = files.find(({ path }) => path === policy?.place.file);
  if (!policy || !file) throw new Error(`Cedar speaks of the policy "${policyId}", which is none of ours`);
  const found = toFinding(file, file.text.indexOf(policy.text), policy.text, error);
  return [{ ...found, message: `${policy.id}: ${found.message}` }];
}
