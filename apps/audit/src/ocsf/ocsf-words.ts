import type { AuditEntry } from '@trivium/contracts';

/** A class and activity of OCSF 1.5 (Identity & Access Management, category 3; Findings, 2; Application Activity, 6). */
export interface OcsfWord {
  readonly class:
    | 'account_change'
    | 'user_access'
    | 'entity_management'
    | 'authentication'
    | 'detection_finding'
    | 'api_activity';
  readonly activity: number;
  readonly activityName: string;
  readonly severity: 'informational' | 'low' | 'medium' | 'high';
  readonly sentence: string;
}

export const classes = {
  account_change: { uid: 3001, name: 'Account Change', category: 3 },
  authentication: { uid: 3002, name: 'Authentication', category: 3 },
  entity_management: { uid: 3004, name: 'Entity Management', category: 3 },
  user_access: { uid: 3005, name: 'User Access Management', category: 3 },
  detection_finding: { uid: 2004, name: 'Detection Finding', category: 2 },
  api_activity: { uid: 6003, name: 'API Activity', category: 6 },
} as const;

export const categories = {
  2: 'Findings',
  3: 'Identity & Access Management',
  6: 'Application Activity',
} as const;

const word = (
  cls: OcsfWord['class'],
  activity: number,
  activityName: string,
  severity: OcsfWord['severity'],
  sentence: string,
): OcsfWord => ({
  class: cls,
  activity,
  activityName,
  severity,
  sentence,
});

/** How each action of ours is said to a SOC. */
export const ocsfWords: Readonly<Record<string, OcsfWord>> = {
  'access.contained': word(
    'account_change',
    9,
    'Lock',
    'medium',
    'Every decision point denies the subject and everything derived from it.',
  ),
  'access.eradicated': word('account_change', 5, 'Disable', 'medium', 'The target has ended the access.'),
  'access.verified': word(
    'user_access',
    2,
    'Revoke Privileges',
    'informational',
    'The old access was tried at the target and refused.',
  ),
  'access.eradication-failed': word(
    'account_change',
    5,
    'Disable',
    'high',
    'The target has not ended the access yet; it is tried again.',
  ),
  'access.granted': word(
    'user_access',
    1,
    'Assign Privileges',
    'informational',
    'Access works at the target.',
  ),
  'access.allowed': word(
    'api_activity',
    99,
    'Allowed',
    'informational',
    'The decision point let a subject do something privileged.',
  ),
  'access.denied': word(
    'api_activity',
    99,
    'Denied',
    'low',
    'The decision point denied what a subject asked for.',
  ),
  'decisions.lost': word(
    'detection_finding',
    1,
    'Create',
    'high',
    'Decisions were answered that are not in the record, for there was no room for them.',
  ),
  'person.joined': word(
    'account_change',
    1,
    'Create',
    'informational',
    'A person was hired or told about again.',
  ),
  'person.leaving': word('account_change', 5, 'Disable', 'low', 'The HR system told that a person leaves.'),
  'nhi.registered': word(
    'entity_management',
    1,
    'Create',
    'informational',
    'A non-human identity was registered.',
  ),
  'nhi.orphaned': word('entity_management', 3, 'Update', 'medium', 'The owner of a non-human identity left.'),
  'nhi.quarantined': word(
    'entity_management',
    12,
    'Suspend',
    'medium',
    'Nobody took over a non-human identity in time; all that it held ends.',
  ),
  'secret.shown': word('entity_management', 2, 'Read', 'low', 'The secret of an account was shown, once.'),
  'nhi.owner-assigned': word(
    'entity_management',
    3,
    'Update',
    'informational',
    'A non-human identity has a new owner.',
  ),
  'credential.requested': word(
    'entity_management',
    1,
    'Create',
    'informational',
    'A credential was asked for.',
  ),
  'credential.rotated': word(
    'account_change',
    4,
    'Password Reset',
    'medium',
    'A credential was replaced; the old one is refused.',
  ),
  'secret.leaked': word('detection_finding', 1, 'Create', 'high', 'A scanner found a secret in the open.'),
  'deployment.reported': word(
    'entity_management',
    3,
    'Update',
    'informational',
    'A pipeline reported a deployment.',
  ),
  'review.opened': word(
    'entity_management',
    3,
    'Update',
    'low',
    'A material change asks the owner for a review.',
  ),
  'review.decided': word('entity_management', 3, 'Update', 'informational', 'The owner decided a review.'),
  'user.added': word('account_change', 1, 'Create', 'medium', 'Somebody may sign in.'),
  'user.changed': word('account_change', 99, 'Other', 'medium', 'What somebody may do was said anew.'),
  'user.enabled': word('account_change', 2, 'Enable', 'medium', 'Somebody may sign in again.'),
  'user.disabled': word('account_change', 5, 'Disable', 'medium', 'Somebody may not sign in any more.'),
  'user.password_reset': word(
    'account_change',
    4,
    'Password Reset',
    'medium',
    'Somebody was given a one-time password.',
  ),
  'user.password_changed': word(
    'account_change',
    3,
    'Password Change',
    'informational',
    'Somebody chose another password.',
  ),
  'user.signed_in': word('authentication', 1, 'Logon', 'informational', 'Somebody signed in.'),
  'user.sign_in_refused': word('authentication', 1, 'Logon', 'medium', 'Somebody was not let in.'),
  'api_token.created': word('entity_management', 1, 'Create', 'medium', 'A token for scripts was made.'),
  'api_token.ended': word('entity_management', 4, 'Delete', 'low', 'A token for scripts was ended.'),
  'nhi.reinstated': word(
    'entity_management',
    8,
    'Enable',
    'low',
    'A quarantined identity is somebody’s again.',
  ),
  'agent.registered': word('entity_management', 1, 'Create', 'informational', 'An agent was registered.'),
  'agent.suspended': word('entity_management', 12, 'Suspend', 'medium', 'An agent was stopped as a whole.'),
  'agent.resumed': word('entity_management', 13, 'Resume', 'low', 'A suspended agent may act again.'),
  'agent.retired': word('entity_management', 9, 'Disable', 'low', 'An agent was stopped for good.'),
  'client.registered': word(
    'entity_management',
    1,
    'Create',
    'low',
    'An identity may ask the token endpoint in its own name.',
  ),
  'client.ended': word(
    'entity_management',
    9,
    'Disable',
    'informational',
    'An identity asks the token endpoint no more.',
  ),
  'delegation.granted': word(
    'user_access',
    1,
    'Assign Privileges',
    'low',
    'A person lets an agent act for them.',
  ),
  'delegation.ended': word('user_access', 2, 'Revoke Privileges', 'informational', 'A delegation is over.'),
  'task.started': word('user_access', 1, 'Assign Privileges', 'informational', 'An agent started a task.'),
  'token.issued': word('user_access', 1, 'Assign Privileges', 'informational', 'A token was issued.'),
  'token.derived': word(
    'user_access',
    1,
    'Assign Privileges',
    'informational',
    'A token was derived from another.',
  ),
  'key.rotated': word(
    'entity_management',
    3,
    'Update',
    'low',
    'An administrator had another key sign access tokens.',
  ),
  'key.withdrawn': word(
    'entity_management',
    9,
    'Disable',
    'high',
    'A key of access tokens is withdrawn; nothing that it signed is accepted.',
  ),
  'token.revoked': word('user_access', 2, 'Revoke Privileges', 'informational', 'A token was revoked.'),
  'policy.proposed': word(
    'entity_management',
    1,
    'Create',
    'low',
    'A version of the governance model was proposed.',
  ),
  'policy.approved': word(
    'entity_management',
    3,
    'Update',
    'medium',
    'A second person approved a version of the governance model.',
  ),
  'policy.published': word(
    'entity_management',
    3,
    'Update',
    'medium',
    'Another version of the governance model is in force.',
  ),
  'request.submitted': word(
    'entity_management',
    1,
    'Create',
    'informational',
    'Access that was denied was asked for.',
  ),
  'request.endorsed': word(
    'entity_management',
    3,
    'Update',
    'informational',
    'One of those who decide about a request for access approved it.',
  ),
  'request.approved': word(
    'entity_management',
    3,
    'Update',
    'low',
    'A request for access was approved by all; nothing has been granted yet.',
  ),
  'request.denied': word(
    'entity_management',
    3,
    'Update',
    'informational',
    'A request for access was denied.',
  ),
  'request.cancelled': word(
    'entity_management',
    3,
    'Update',
    'informational',
    'A request for access was taken back.',
  ),
  'request.expired': word(
    'entity_management',
    3,
    'Update',
    'informational',
    'Nobody decided a request for access in time.',
  ),
};

/** An action that has no word of its own is still said, as a change of an entity. */
export function wordFor({ action }: Pick<AuditEntry, 'action'>): OcsfWord {
  const known = Object.hasOwn(ocsfWords, action) ? ocsfWords[action] : undefined;
  return known ?? word('entity_management', 99, action, 'informational', action);
}
