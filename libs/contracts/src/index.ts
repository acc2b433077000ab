export { defineEvent, type EventData, type EventDefinition } from './define-event.js';
export { allEvents, eventsByType } from './all-events.js';
export {
  authorizationDetail,
  chain,
  generation,
  instant,
  permission,
  personId,
  agentId,
  delegationId,
  taskId,
  nhiId,
  credentialId,
  revocationId,
  road,
  type AuthorizationDetail,
} from './fields.js';
export {
  deadTopic,
  failureOwners,
  lifecycleTopic,
  retryTopic,
  revocationTopic,
  topics,
  type FailureOwner,
  type Topic,
} from './topics.js';
export {
  receiptStatuses,
  receiptView,
  revocationDetail,
  revocationStages,
  revocationView,
  type ReceiptStatus,
  type ReceiptView,
  type RevocationDetail,
  type RevocationStage,
  type RevocationView,
} from './revocation-view.js';
export { auditEntry, type AuditEntry } from './audit/entry-recorded.v1.js';
export { agentAccessEndedV1 } from './agent/access-ended.v1.js';
export { agentAccessGrantedV1 } from './agent/access-granted.v1.js';
export { agentEndedV1 } from './agent/agent-ended.v1.js';
export { agentRegisteredV1 } from './agent/agent-registered.v1.js';
export { agentResumedV1 } from './agent/agent-resumed.v1.js';
export { delegationEndedV1 } from './agent/delegation-ended.v1.js';
export { delegationGrantedV1 } from './agent/delegation-granted.v1.js';
export { agentRevocationAdvancedV1 } from './agent/revocation-advanced.v1.js';
export { taskEndedV1 } from './agent/task-ended.v1.js';
export { taskStartedV1 } from './agent/task-started.v1.js';
export type { DecisionRecord, RecordGap } from './audit/decision-record.js';
export { recordsFrom, templated, templateOf, type TemplatedDecisions } from './audit/decision-template.js';
export { decisionsRecordedV1 } from './audit/decisions-recorded.v1.js';
export { decisionsRecordedV2 } from './audit/decisions-recorded.v2.js';
export { entryRecordedV1 } from './audit/entry-recorded.v1.js';
export { ocsfPublishedV1 } from './audit/ocsf-published.v1.js';
export { policyPublishedV1 } from './governance/policy-published.v1.js';
export { workforceAccessEndedV1 } from './workforce/access-ended.v1.js';
export { workforceAccessGrantedV1 } from './workforce/access-granted.v1.js';
export { joinerReceivedV1 } from './workforce/joiner-received.v1.js';
export { leaverReceivedV1 } from './workforce/leaver-received.v1.js';
export { personJoinedV1 } from './workforce/person-joined.v1.js';
export { personLeftV1 } from './workforce/person-left.v1.js';
export { workforceRevocationAdvancedV1 } from './workforce/revocation-advanced.v1.js';
export { workloadAccessEndedV1 } from './workload/access-ended.v1.js';
export { workloadAccessGrantedV1 } from './workload/access-granted.v1.js';
export { credentialRotatedV1 } from './workload/credential-rotated.v1.js';
export { deploymentReportedV1 } from './workload/deployment-reported.v1.js';
export { nhiOrphanedV1 } from './workload/nhi-orphaned.v1.js';
export { nhiRegisteredV1 } from './workload/nhi-registered.v1.js';
export { reviewOpenedV1 } from './workload/review-opened.v1.js';
export { workloadRevocationAdvancedV1 } from './workload/revocation-advanced.v1.js';
export { secretLeakedV1 } from './workload/secret-leaked.v1.js';
