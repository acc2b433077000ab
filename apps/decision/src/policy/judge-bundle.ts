import {
  bundleOf,
  diffGovernance,
  InvalidGovernance,
  parseGovernance,
  runCases,
  type Bundle,
  type Governance,
  type GovernanceDiff,
  type SourceFile,
} from '@trivium/policy';
import { Problem, type InputError } from '@trivium/runtime';

export interface Judgement {
  readonly bundle: Bundle;
  readonly version: string;
  readonly diff: GovernanceDiff;
}

/** Correct, with every decision table passed, and compared with what is in force. A `Problem` names everything that is wrong. */
export function judgeBundle(files: readonly SourceFile[], inForce: Bundle): Judgement {
  const governance = read(files);
  const { results, untested } = runCases(governance);
  const failed = results
    .filter(({ passed }) => !passed)
    .map(({ case: { name } }) => `the case "${name}" fails`);
  const unproven = untested.map((id) => `no case is decided by the policy "${id}"`);
  if (failed.length + unproven.length > 0)
    throw refused(
      'The decision tables do not pass.',
      'ERR_POLICY_FAILS_ITS_CASES',
      at([...failed, ...unproven]),
    );
  const diff = diffGovernance(parseGovernance(inForce), governance);
  return { bundle: governance.bundle, version: governance.version, diff };
}

function read(files: readonly SourceFile[]): Governance {
  try {
    return parseGovernance(bundleOf(files));
  } catch (error) {
    if (!(error instanceof InvalidGovernance)) throw error;
    const places = error.findings.map(({ file, line, message }) => `${file}:${line}: ${message}`);
    throw refused('The governance files have mistakes.', 'ERR_INVALID_GOVERNANCE', at(places));
  }
}

const at = (details: readonly string[]): readonly InputError[] =>
  details.map((detail) => ({ pointer: '/files', detail }));

const refused = (detail: string, code: string, errors: readonly InputError[]) =>
  new Problem({ status: 422, code, detail, errors });
