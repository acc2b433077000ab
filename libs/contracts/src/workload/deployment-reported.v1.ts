import { z } from 'zod';
import { defineEvent } from '../define-event.js';
import { instant } from '../fields.js';
import { topics } from '../topics.js';

export const deploymentReportedV1 = defineEvent({
  type: 'workload.deployment.reported',
  version: 1,
  topic: topics.workloadChange,
  summary: 'A pipeline reports the state of a deployment of a service.',
  key: (event) => `${event.source}:${event.repository}`,
  data: z.object({
    source: z.string(),
    repository: z.string(),
    environment: z.string(),
    state: z.enum(['queued', 'pending', 'in_progress', 'success', 'failure', 'error', 'inactive']),
    ref: z.string(),
    sha: z.string(),
    task: z.string().optional(),
    deploymentId: z.string(),
    actor: z.string().optional(),
    /** What the deployment says it needs, where the pipeline sends it (`payload.permissions`). */
    requestedPermissions: z.array(z.string().max(200)).max(200).optional(),
    occurredAt: instant,
    receivedAt: instant,
  }),
});
