import { refuseApproval, statementOf, type PolicyProposal } from './policy-proposal.js';
import { bundleStatement } from '@trivium/policy';

const proposal: PolicyProposal = {
  proposalId: 'pol_1',
  version: '2026.12.2+0123456789ab',
  digest: 'b'.repeat(64),
  reason: 'the auditors need it',
  baseDigest: 'a'.repeat(64),
  differences: [],
  widens: true,
  proposedBy: 'user:ines',
  proposedAt: new Date(0),
};
const published = { sequence: 3, publishedAt: new Date(1), jws: 'x' };

describe('a proposal that widens access', () => {
  it.each([
    { name: 'by somebody else', by: 'user:omar', over: {}, want: undefined },
    { name: 'by its proposer', by: 'user:ines', over: {}, want: 'ERR_OWN_PROPOSAL' },
    { name: 'a second time', by: 'user:omar', over: { published }, want: 'ERR_PUBLISHED_ALREADY' },
    {
      name: 'on top of another version',
      by: 'user:omar',
      over: { baseDigest: 'c'.repeat(64) },
      want: 'ERR_POLICY_CHANGED_MEANWHILE',
    },
  ])('approved $name: $want', ({ by, over, want }) => {
    expect(refuseApproval({ ...proposal, ...over }, by, 'a'.repeat(64))).toBe(want);
  });

  it.each([
    { name: 'of two people', approvedBy: 'user:omar', valid: true },
    { name: 'of one person twice', approvedBy: 'user:ines', valid: false },
    { name: 'of one person', approvedBy: undefined, valid: false },
  ])('is signed as the word $name: $valid', ({ approvedBy, valid }) => {
    const how = { sequence: 1, publishedAt: new Date(0), ...(approvedBy !== undefined && { approvedBy }) };
    expect(bundleStatement.safeParse(statementOf(proposal, how)).success).toBe(valid);
  });
});
