import type { KafkaGrant, TopicSpec } from '../kafka-admin.js';

/** Every process of the system, in the order in which they are started. */
export const services = ['audit', 'decision', 'workforce', 'workload', 'agent', 'gateway'] as const;
export type Service = (typeof services)[number];

/** Services that consume, and so have a retry and a dead-letter topic of their own. */
const consumers = ['workforce', 'workload', 'agent', 'decision', 'audit'] as const;
const lanes = [
  'workforce.lifecycle',
  'workforce.revocation',
  'workload.lifecycle',
  'workload.revocation',
  'workload.change',
  'agent.lifecycle',
  'agent.revocation',
  'audit.entry',
  'audit.decision',
  'soc.ocsf',
] as const;

/** Compacted: the version of the governance model that is in force. */
const policyTopic = 'governance.policy';

export const topics: readonly TopicSpec[] = [
  ...lanes.map((topic) => ({ topic, partitions: 4 })),
  { topic: policyTopic, partitions: 1, config: { 'cleanup.policy': 'compact' } },
  ...consumers.flatMap((owner) =>
    [`${owner}.retry`, `${owner}.dead`].map((topic) => ({ topic, partitions: 1 })),
  ),
];

/** What each principal may read and write; `soc` is the reader outside. */
const access: Readonly<
  Record<Service | 'soc', { readonly reads: readonly string[]; readonly writes: readonly string[] }>
> = {
  gateway: {
    reads: ['workforce.revocation', 'workload.revocation', 'agent.revocation'],
    writes: [
      'workforce.lifecycle',
      'workforce.revocation',
      'workload.change',
      'workload.revocation',
      'audit.entry',
    ],
  },
  workforce: {
    reads: ['workforce.lifecycle', 'workforce.revocation', 'workforce.retry', 'workforce.dead'],
    writes: [
      'workforce.lifecycle',
      'workforce.revocation',
      'workforce.retry',
      'workforce.dead',
      'audit.entry',
    ],
  },
  workload: {
    reads: [
      'workforce.lifecycle',
      'workload.lifecycle',
      'workload.revocation',
      'workload.change',
      'workload.retry',
      'workload.dead',
    ],
    writes: [
      'workload.lifecycle',
      'workload.revocation',
      'workload.change',
      'workload.retry',
      'workload.dead',
      'audit.entry',
    ],
  },
  agent: {
    reads: ['workforce.lifecycle', 'agent.lifecycle', 'agent.revocation', 'agent.retry', 'agent.dead'],
    writes: ['agent.lifecycle', 'agent.revocation', 'agent.retry', 'agent.dead', 'audit.entry'],
  },
  decision: {
    reads: [
      'workforce.lifecycle',
      'workload.lifecycle',
      'agent.lifecycle',
      'decision.retry',
      'decision.dead',
    ],
    writes: [
      policyTopic,
      'agent.lifecycle',
      'decision.retry',
      'decision.dead',
      'audit.entry',
      'audit.decision',
    ],
  },
  audit: {
    reads: ['audit.entry', 'audit.decision', 'audit.retry', 'audit.dead'],
    writes: ['audit.entry', 'audit.decision', 'audit.retry', 'audit.dead', 'soc.ocsf'],
  },
  soc: { reads: ['soc.ocsf'], writes: [] },
};

export const principals = [...services, 'soc'] as const;
export type Principal = (typeof principals)[number];

const readsPolicy = (user: string): KafkaGrant => ({
  user,
  resource: 'topic',
  name: policyTopic,
  operations: ['READ', 'DESCRIBE'],
});

/** Each principal touches its own topics and the groups that carry its name; the gateway may also see how far others are behind. */
export const kafkaGrants: readonly KafkaGrant[] = [
  ...principals.flatMap((user): KafkaGrant[] => [
    ...access[user].reads.map((name): KafkaGrant => ({
      user,
      resource: 'topic',
      name,
      operations: ['READ', 'DESCRIBE'],
    })),
    ...access[user].writes.map((name): KafkaGrant => ({
      user,
      resource: 'topic',
      name,
      operations: ['WRITE', 'DESCRIBE'],
    })),
    ...(user === 'soc' ? [] : [readsPolicy(user)]),
    { user, resource: 'group', name: `${user}.`, prefixed: true, operations: ['READ', 'DESCRIBE'] },
  ]),
  ...lanes.map((name): KafkaGrant => ({
    user: 'gateway',
    resource: 'topic',
    name,
    operations: ['DESCRIBE'],
  })),
  ...consumers.map((name): KafkaGrant => ({
    user: 'gateway',
    resource: 'group',
    name: `${name}.`,
    prefixed: true,
    operations: ['DESCRIBE'],
  })),
];

const own = (service: string) =>
  `~${service}:* &* -@all +@read +@write +@connection +@scripting +info -@dangerous +info`;

/** Valkey ACL rules: a road writes its own markers; decision those of its tokens, and it reads those of all roads. */
export const valkeyRules: Readonly<Record<'workforce' | 'workload' | 'agent' | 'decision', string>> = {
  workforce: own('workforce'),
  workload: own('workload'),
  agent: own('agent'),
  decision: `%R~workforce:* %R~workload:* %R~agent:* ${own('decision')}`,
};

/** Where each process listens when nothing else is asked for. */
export const defaultPorts: Readonly<Record<Service | 'kafka' | 'postgres' | 'valkey' | 'cache', number>> = {
  gateway: 7400,
  workforce: 7401,
  workload: 7402,
  agent: 7403,
  decision: 7404,
  audit: 7405,
  postgres: 7432,
  valkey: 7479,
  cache: 7480,
  kafka: 7492,
};
