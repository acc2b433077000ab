import type { EventDefinition } from './define-event.js';
import { agentAccessEndedV1 } from './agent/access-ended.v1.js';
import { agentAccessGrantedV1 } from './agent/access-granted.v1.js';
import { agentEndedV1 } from './agent/agent-ended.v1.js';
import { agentRegisteredV1 } from './agent/agent-registered.v1.js';
import { agentResumedV1 } from './agent/agent-resumed.v1.js';
import { delegationEndedV1 } from './agent/delegation-ended.v1.js';
import { delegationGrantedV1 } from './agent/delegation-granted.v1.js';
import { agentRevocationAdvancedV1 } from './agent/revocation-advanced.v1.js';
import { taskEndedV1 } from './agent/task-ended.v1.js';
import { taskStartedV1 } from './agent/task-started.v1.js';
import { decisionsRecordedV1 } from './audit/decisions-recorded.v1.js';
import { decisionsRecordedV2 } from './audit/decisions-recorded.v2.js';
import { entryRecordedV1 } from './audit/entry-recorded.v1.js';
import { ocsfPublishedV1 } from './audit/ocsf-published.v1.js';
import { policyPublishedV1 } from './governance/policy-published.v1.js';
import { workforceAccessEndedV1 } from './workforce/access-ended.v1.js';
import { workforceAccessGrantedV1 } from './workforce/access-granted.v1.js';
import { joinerReceivedV1 } from './workforce/joiner-received.v1.js';
import { leaverReceivedV1 } from './workforce/leaver-received.v1.js';
import { personJoinedV1 } from './workforce/person-joined.v1.js';
import { personLeftV1 } from './workforce/person-left.v1.js';
import { workforceRevocationAdvancedV1 } from './workforce/revocation-advanced.v1.js';
import { workloadAccessEndedV1 } from './workload/access-ended.v1.js';
import { workloadAccessGrantedV1 } from './workload/access-granted.v1.js';
import { credentialRotatedV1 } from './workload/credential-rotated.v1.js';
import { deploymentReportedV1 } from './workload/deployment-reported.v1.js';
import { nhiOrphanedV1 } from './workload/nhi-orphaned.v1.js';
import { nhiRegisteredV1 } from './workload/nhi-registered.v1.js';
import { reviewOpenedV1 } from './workload/review-opened.v1.js';
import { workloadRevocationAdvancedV1 } from './workload/revocation-advanced.v1.js';
import { secretLeakedV1 } from './workload/secret-leaked.v1.js';

/** Every event that Trivium publishes; the reference, the golden samples and the consumers read this list. */
export const allEvents: readonly EventDefinition[] = [
  agentAccessEndedV1,
  agentAccessGrantedV1,
  agentRegisteredV1,
  agentEndedV1,
  agentResumedV1,
  delegationEndedV1,
  delegationGrantedV1,
  agentRevocationAdvancedV1,
  taskEndedV1,
  taskStartedV1,
  decisionsRecordedV1,
  decisionsRecordedV2,
  entryRecordedV1,
  ocsfPublishedV1,
  policyPublishedV1,
  workforceAccessEndedV1,
  workforceAccessGrantedV1,
  joinerReceivedV1,
  leaverReceivedV1,
  personJoinedV1,
  personLeftV1,
  workforceRevocationAdvancedV1,
  workloadAccessEndedV1,
  workloadAccessGrantedV1,
  credentialRotatedV1,
  deploymentReportedV1,
  nhiOrphanedV1,
  nhiRegisteredV1,
  reviewOpenedV1,
  workloadRevocationAdvancedV1,
  secretLeakedV1,
];

export const eventsByType: ReadonlyMap<string, EventDefinition> = new Map(
  allEvents.map((event) => [event.type, event]),
);
