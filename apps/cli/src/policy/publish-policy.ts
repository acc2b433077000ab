import { readBundle } from '@trivium/policy';
import type { Gateway } from '../gateway.js';
import { exitCodes } from '../exit-code.js';
import { done, good, quiet, strong, warning, type Report } from '../report.js';
import { differenceLines } from './diff-policy.js';
import { loadCorrectFolder } from './load-folder.js';
import { policyPath, policyStatus, proposal, type Proposal } from './proposal.js';

/** Proposes a folder; in force at once where it does not widen access. */
export async function publishPolicy(gateway: Gateway, folder: string, reason: string): Promise<Report> {
  await loadCorrectFolder(folder);
  const { files } = await readBundle(folder);
  return outcome(await gateway.post(proposal, `${policyPath}/proposals`, { files, reason }));
}

/** The second person's word. */
export async function approvePolicy(gateway: Gateway, proposalId: string): Promise<Report> {
  const path = `${policyPath}/proposals/${encodeURIComponent(proposalId)}/approval`;
  return outcome(await gateway.post(proposal, path, {}));
}

/** Back to the version before, or to a named one. */
export async function rollBackPolicy(gateway: Gateway, version: string | undefined): Promise<Report> {
  return outcome(await gateway.post(proposal, `${policyPath}/rollback`, { ...(version && { version }) }));
}

export async function showStatus(gateway: Gateway): Promise<Report> {
  const status = await gateway.get(policyStatus, policyPath);
  const { published, waiting, running } = status;
  const lines = [
    published
      ? `${strong(published.version)} is in force, ${byWhom(published)}`
      : `${strong(running)} runs, as it was installed; nothing has been published`,
    ...waiting.flatMap((one) => ['', ...waitingLines(one)]),
  ];
  return { lines, json: status, exit: done };
}

function outcome(given: Proposal): Report {
  if (given.state === 'waiting') return { lines: waitingLines(given), json: given, exit: exitCodes.waiting };
  const lines = [
    `${good('✓')} ${strong(given.version)} is in force, ${byWhom(given)}`,
    ...differenceLines(given.differences),
  ];
  return { lines, json: given, exit: done };
}

function byWhom({ sequence, proposedBy, approvedBy, publishedAt }: Proposal): string {
  const people = approvedBy
    ? `proposed by ${proposedBy} and approved by ${approvedBy}`
    : `published by ${proposedBy}`;
  return quiet(`publication ${sequence ?? '?'}, ${people}, ${publishedAt ?? ''}`);
}

function waitingLines({ version, proposalId, proposedBy, reason, differences }: Proposal): string[] {
  return [
    `${warning('!')} ${strong(version)} waits for a second person, since it may widen access`,
    quiet(`  ${proposalId}, proposed by ${proposedBy}: ${reason}`),
    ...differenceLines(differences),
    '',
    `Somebody other than ${proposedBy} runs \`trivium policy approve ${proposalId}\`.`,
  ];
}
