import { InvalidGovernance, type Finding, type Governance } from '@trivium/policy';
import { roads } from '@trivium/identity';
import { join } from 'node:path';
import { exitCodes } from '../exit-code.js';
import { bad, count, done, good, quiet, strong, type Report } from '../report.js';
import { loadFolder } from './load-folder.js';

/** Everything that is wrong in a folder, at its file and line. */
export async function checkPolicy(folder: string): Promise<Report> {
  try {
    return correct(folder, await loadFolder(folder));
  } catch (error) {
    if (!(error instanceof InvalidGovernance)) throw error;
    return mistaken(folder, error.findings);
  }
}

function correct(folder: string, { version, bundle, model, policies, standards, cases }: Governance): Report {
  const kinds = roads.flatMap((road) => model.kindsOf(road)).length;
  const controls = Object.keys(standards.controls).length;
  const facts = {
    kinds,
    policies: policies.length,
    controls,
    standards: Object.keys(standards.standards).length,
    cases: cases.length,
  };
  const summary = [
    count(kinds, 'kind of identity', 'kinds of identity'),
    count(facts.policies, 'policy', 'policies'),
    `${count(controls, 'control')} for ${count(facts.standards, 'standard')}`,
    count(facts.cases, 'case'),
  ].join(', ');
  const lines = [`${good('✓')} ${folder} is correct: ${strong(version)}`, `  ${quiet(summary)}`];
  return {
    lines,
    json: { correct: true, folder, version, digest: bundle.digest, ...facts, findings: [] },
    exit: done,
  };
}

function mistaken(folder: string, given: readonly Finding[]): Report {
  const findings = given.map((finding) => ({ ...finding, file: join(folder, finding.file) }));
  const lines = [
    `${bad('✗')} ${count(findings.length, 'mistake')} in ${folder}`,
    ...findings.flatMap(linesOf),
    '',
    `Correct them, then run \`trivium policy check ${folder}\` again.`,
  ];
  return { lines, json: { correct: false, folder, findings }, exit: exitCodes.no };
}

function linesOf({ file, line, column, message, help }: Finding): string[] {
  return ['', strong(`${file}:${line}:${column}`), `  ${message}`, ...(help ? [quiet(`  ${help}`)] : [])];
}
