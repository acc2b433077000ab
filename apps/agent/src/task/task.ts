import type { AuthorizationDetail } from '@trivium/contracts';
import type { AgentId, DelegationId, TaskId } from '@trivium/identity';

export const taskEnds = [
  'completed',
  'failed',
  'cancelled',
  'expired',
  'delegator-left',
  'withdrawn',
  'agent-suspended',
  'agent-retired',
] as const;
export type TaskEnd = (typeof taskEnds)[number];

export interface Task {
  readonly taskId: TaskId;
  readonly agentId: AgentId;
  readonly delegationId: DelegationId | null;
  readonly parentTaskId: TaskId | null;
  readonly chain: readonly string[];
  readonly details: readonly AuthorizationDetail[];
  readonly state: 'active' | 'ended';
  readonly startedAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
}

/** A login name that every kind of target accepts. */
export function taskAccountName(taskId: TaskId): string {
  return `t_${taskId.slice(4).replaceAll('-', '').slice(0, 28)}`;
}

/** One account per target, with everything that the details permit there. */
export function accountsOf(taskId: TaskId, details: readonly AuthorizationDetail[]) {
  const byTarget = new Map<string, string[]>();
  for (const { target, actions } of details)
    byTarget.set(target, [...new Set([...(byTarget.get(target) ?? []), ...actions])]);
  return [...byTarget].map(([target, entitlements]) => ({
    ownerId: taskId,
    generation: 1,
    target,
    name: taskAccountName(taskId),
    entitlements,
  }));
}
