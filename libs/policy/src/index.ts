export { governanceSettings } from './governance.config.js';
export { GovernanceModel, type Birthright, type FailMode, type Roads } from './governance-model.js';
export { engineOf, loadGovernance, parseGovernance, type Governance } from './governance.js';
export { bundleOf, readBundle, type Bundle } from './bundle/bundle.js';
export { formatFinding, InvalidGovernance, type Finding } from './text/finding.js';
export type { SourceFile } from './text/source-file.js';
export type { AdoptionMode } from './model/adoption.js';
export type { ControlSet } from './model/control-set.js';
export type { Policy } from './cedar/policy.js';
export { PolicyEngine } from './engine/policy-engine.js';
export type { Advice, PolicyDecision } from './engine/decision.js';
export type { CedarValue, Entity, EntityRef, Question } from './engine/question.js';
export { runCases, type CaseReport, type CaseResult } from './cases/run-cases.js';
export type { Difference, Effect } from './diff/difference.js';
export { diffGovernance, type GovernanceDiff } from './diff/diff-governance.js';
export { recordedDecision, type RecordedDecision } from './replay/recorded-decision.js';
export { replay, type ChangedDecision, type ReplayReport } from './replay/replay.js';
export { parseEvidenceQuery, type EvidenceQuery } from './standards/evidence-query.js';
export { appliesTo, type Control, type Standards } from './standards/standards.js';
export { RunningModel } from './running-model.js';
export {
  bundleName,
  bundleStatement,
  bundleStatementType,
  type BundleStatement,
} from './bundle/bundle-statement.js';
