import type { Road } from '@trivium/identity';

/** Every Kafka topic by road and lane. `*.revocation` is the priority lane: bulk work never travels there. */
export const topics = {
  workforceLifecycle: 'workforce.lifecycle',
  workforceRevocation: 'workforce.revocation',
  workloadLifecycle: 'workload.lifecycle',
  workloadRevocation: 'workload.revocation',
  workloadChange: 'workload.change',
  agentLifecycle: 'agent.lifecycle',
  agentRevocation: 'agent.revocation',
  /** Compacted: the version in force, by the name of the bundle. */
  governancePolicy: 'governance.policy',
  auditEntry: 'audit.entry',
  /** Bulk: answers of the decision point. No entry waits behind them. */
  auditDecision: 'audit.decision',
  socOcsf: 'soc.ocsf',
} as const;

export type Topic = (typeof topics)[keyof typeof topics];

/** Who may fail: each of these has its own `<owner>.retry` and `<owner>.dead`, never shared. */
export const failureOwners = ['workforce', 'workload', 'agent', 'decision', 'audit'] as const;
export type FailureOwner = (typeof failureOwners)[number];

export const retryTopic = (owner: FailureOwner) => `${owner}.retry` as const;
export const deadTopic = (owner: FailureOwner) => `${owner}.dead` as const;

export const lifecycleTopic = (road: Road) => `${road}.lifecycle` as const;
export const revocationTopic = (road: Road) => `${road}.revocation` as const;
