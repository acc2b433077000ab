import { readBundle, type Bundle } from './bundle/bundle.js';
import { checkPolicies } from './cedar/check-policies.js';
import { readSchema, schemaFile, type CedarSchema } from './cedar/cedar-schema.js';
import { entitiesFile, readEntities } from './cedar/entities.js';
import type { Policy } from './cedar/policy.js';
import { readPolicies } from './cedar/read-policies.js';
import { readCases, type DecisionCase } from './cases/case-table.js';
import { checkReferences } from './check-references.js';
import { PolicyEngine } from './engine/policy-engine.js';
import type { Entity } from './engine/question.js';
import { readModel, type GovernanceModel } from './governance-model.js';
import { readStandards, standardsFile, type Standards } from './standards/standards.js';
import { InvalidGovernance, refuseFindings, type Finding } from './text/finding.js';
import type { SourceFile } from './text/source-file.js';

/** One version of the governance files, read and checked. */
export interface Governance {
  readonly bundle: Bundle;
  /** `2026.11.1+3f9a0c12d4e5`: the model's own version and the first digits of the digest. */
  readonly version: string;
  readonly model: GovernanceModel;
  readonly schema: CedarSchema;
  readonly policies: readonly Policy[];
  /** Declared in the files; none when they declare nobody. */
  readonly entities: readonly Entity[];
  readonly standards: Standards;
  readonly cases: readonly DecisionCase[];
}

/** Reads and checks a folder. Throws `InvalidGovernance` with every finding, at its file and line. */
export async function loadGovernance(folder: string): Promise<Governance> {
  return parseGovernance(await readBundle(folder));
}

export function parseGovernance(bundle: Bundle): Governance {
  const findings: Finding[] = [];
  const governance = readGovernance(bundle, findings);
  refuseFindings(inOrder(findings));
  if (!governance) throw new InvalidGovernance([]);
  return governance;
}

/** A new engine for this version; the caller disposes of it when another version takes its place. */
export function engineOf({ schema, policies, model }: Governance): PolicyEngine {
  return new PolicyEngine({
    schema,
    policies,
    version: model.version,
    modeOf: (control) => model.modeOf(control),
  });
}

/** Reads all there is, so that one run finds everything; whether files agree is a question for files that can be read. */
function readGovernance(bundle: Bundle, findings: Finding[]): Governance | undefined {
  const model = readModel(bundle, findings);
  const standards = readOne(bundle, standardsFile, findings, readStandards);
  const schema = readOne(bundle, schemaFile, findings, readSchema);
  const policies = readAll(bundle, '.cedar', findings, readPolicies);
  const cases = readAll(bundle, '.cases.yaml', findings, readCases);
  if (schema) findings.push(...checkPolicies(policies, schema, bundle.files));
  const entities = schema && readDeclared(bundle, schema, findings);
  if (!model || !standards || !schema || !entities || findings.length > 0) return undefined;
  findings.push(...checkReferences({ model, standards, schema, policies, cases }));
  const { version } = model.value;
  const { value } = standards;
  return { bundle, version, model: model.value, schema, policies, entities, standards: value, cases };
}

function readDeclared(
  { files }: Bundle,
  schema: CedarSchema,
  findings: Finding[],
): readonly Entity[] | undefined {
  const file = files.find(({ path }) => path === entitiesFile);
  return file ? readEntities(file, schema, findings) : [];
}

function readOne<T>(
  { files }: Bundle,
  name: string,
  findings: Finding[],
  read: (file: SourceFile, findings: Finding[]) => T | undefined,
): T | undefined {
  const file = files.find(({ path }) => path === name);
  if (file) return read(file, findings);
  findings.push({ file: name, line: 1, column: 1, message: 'is missing' });
  return undefined;
}

function readAll<T>(
  { files }: Bundle,
  suffix: string,
  findings: Finding[],
  read: (file: SourceFile, findings: Finding[]) => readonly T[],
): readonly T[] {
  return files.filter(({ path }) => path.endsWith(suffix)).flatMap((file) => read(file, findings));
}

function inOrder(findings: readonly Finding[]): readonly Finding[] {
  return [...findings].sort(
    (one, other) => one.file.localeCompare(other.file) || one.line - other.line || one.column - other.column,
  );
}
