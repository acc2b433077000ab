import type { AuthorizationDetail } from '@trivium/contracts';
import {
  formatLink,
  parseChain,
  type AgentId,
  type Chain,
  type DelegationId,
  type PersonId,
} from '@trivium/identity';
import type { Agent } from '../registration/agent.js';

export interface Delegation {
  readonly delegationId: DelegationId;
  readonly agentId: AgentId;
  readonly delegatorId: PersonId;
  readonly parentId?: DelegationId;
  /** 1 for a person's own delegation, one more for each further step. */
  readonly depth: number;
  /** `person → agent → delegation …`, written `<id>:<generation>`. */
  readonly chain: readonly string[];
  readonly purpose: string;
  readonly details: readonly AuthorizationDetail[];
  readonly state: 'active' | 'ended';
  readonly grantedAt: Date;
  readonly expiresAt: Date;
}

export interface Delegator {
  readonly personId: PersonId;
  readonly generation: number;
  readonly active: boolean;
}

export interface DelegationWish {
  readonly agentId: AgentId;
  readonly delegatorId: PersonId;
  readonly purpose: string;
  readonly details: readonly AuthorizationDetail[];
  readonly expiresAt: Date;
}

export interface DelegationFacts {
  readonly wish: DelegationWish;
  readonly agent: Agent | undefined;
  readonly delegator: Delegator | undefined;
  readonly parent: Delegation | undefined;
  readonly limits: { readonly maxTtl: number; readonly maxDepth: number };
  readonly now: Date;
}

export type DelegationRefusal =
  | 'ERR_UNKNOWN_AGENT'
  | 'ERR_AGENT_NOT_ACTIVE'
  | 'ERR_UNKNOWN_DELEGATOR'
  | 'ERR_DELEGATOR_LEFT'
  | 'ERR_PARENT_ENDED'
  | 'ERR_SCOPE_EXCEEDS_DELEGATOR'
  | 'ERR_TOO_DEEP'
  | 'ERR_OUTLIVES_PARENT'
  | 'ERR_TTL_TOO_LONG'
  | 'ERR_EXPIRED';

type Check = (facts: DelegationFacts) => DelegationRefusal | undefined;

const checkAgent: Check = ({ agent }) => {
  if (!agent) return 'ERR_UNKNOWN_AGENT';
  return agent.state === 'active' ? undefined : 'ERR_AGENT_NOT_ACTIVE';
};
const checkDelegator: Check = ({ delegator }) => {
  if (!delegator) return 'ERR_UNKNOWN_DELEGATOR';
  return delegator.active ? undefined : 'ERR_DELEGATOR_LEFT';
};
const checkParent: Check = ({ parent, wish, now }) => {
  if (!parent) return undefined;
  const over = parent.state === 'ended' || parent.expiresAt <= now || parent.delegatorId !== wish.delegatorId;
  return over ? 'ERR_PARENT_ENDED' : undefined;
};
const checkDetails: Check = ({ parent, wish }) =>
  !parent || isWithin(wish.details, parent.details) ? undefined : 'ERR_SCOPE_EXCEEDS_DELEGATOR';
const checkDepth: Check = ({ parent, limits }) =>
  (parent?.depth ?? 0) < limits.maxDepth ? undefined : 'ERR_TOO_DEEP';
const checkExpiry: Check = ({ parent, wish, limits, now }) => {
  if (wish.expiresAt <= now) return 'ERR_EXPIRED';
  if (parent && wish.expiresAt > parent.expiresAt) return 'ERR_OUTLIVES_PARENT';
  return wish.expiresAt.getTime() - now.getTime() > limits.maxTtl ? 'ERR_TTL_TOO_LONG' : undefined;
};

/** A delegation can only shrink down a chain: the first check that refuses says why. */
export function decideDelegation(facts: DelegationFacts): DelegationRefusal | undefined {
  const checks = [checkAgent, checkDelegator, checkParent, checkDetails, checkDepth, checkExpiry];
  return checks.map((check) => check(facts)).find((refusal) => refusal !== undefined);
}

/** Whether everything that is asked for is permitted at the same target already. */
export function isWithin(
  wanted: readonly AuthorizationDetail[],
  permitted: readonly AuthorizationDetail[],
): boolean {
  return wanted.every(({ target, actions }) => {
    const allowed = new Set(permitted.filter((one) => one.target === target).flatMap((one) => one.actions));
    return actions.every((action) => allowed.has(action));
  });
}

/** The links above and including the new delegation. */
export function chainOf(
  delegationId: DelegationId,
  agent: Agent,
  delegator: Delegator,
  parent: Delegation | undefined,
): Chain {
  const above = parent
    ? parseChain(parent.chain)
    : [{ id: delegator.personId, generation: delegator.generation }];
  return [...above, { id: agent.agentId, generation: agent.generation }, { id: delegationId, generation: 1 }];
}

export const written = (chain: Chain): string[] => chain.map(formatLink);
