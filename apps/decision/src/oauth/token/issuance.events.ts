import type { AuditEntry, EventData, taskStartedV1 } from '@trivium/contracts';
import { formatLink, linkOwner } from '@trivium/identity';
import { roadChain } from '../token-chain.js';
import type { Issuance, IssuedToken, StartedTask } from './issuance.store.js';

/** The fact for the agent road. */
export function taskStartedOf(token: IssuedToken, task: StartedTask): EventData<typeof taskStartedV1> {
  const { details, ...ids } = task;
  return {
    ...ids,
    chain: roadChain(token.chain).map(formatLink),
    authorizationDetails: [...details],
    startedAt: token.issuedAt.toISOString(),
    expiresAt: token.expiresAt.toISOString(),
  };
}

const actions = {
  grant: 'token.issued',
  client: 'token.issued',
  task: 'task.started',
  derived: 'token.derived',
} as const;

/** The same for the record: ids only, never the token. */
export function auditEntryOf({ token, task }: Issuance): AuditEntry {
  const road = linkOwner(roadChain(token.chain).at(-1)?.id ?? '');
  return {
    entryId: `token:${token.id}`,
    at: token.issuedAt.toISOString(),
    service: 'decision',
    ...(road && { road }),
    action: actions[token.kind],
    outcome: 'success',
    actor: task ? { id: task.agentId, kind: 'agent' } : { id: token.clientId, kind: 'system' },
    subject: task ? { id: task.taskId, kind: 'task' } : { id: token.subject, kind: kindOf(token.subject) },
    chain: roadChain(token.chain).map(formatLink),
    detail: {
      tokenId: token.id,
      clientId: token.clientId,
      expiresAt: token.expiresAt.toISOString(),
      ...(token.parentId && { parentTokenId: token.parentId }),
    },
  };
}

function kindOf(id: string): string {
  const kinds: Readonly<Record<string, string>> = { per_: 'person', nhi_: 'nhi', agt_: 'agent' };
  return kinds[id.slice(0, 4)] ?? 'identity';
}
